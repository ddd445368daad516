#!/usr/bin/env bash
# Installs the independent readers that the tests and `synthphi verify --thorough` judge our files with (Debian and
# Ubuntu). Does nothing when they are there.
set -euo pipefail
missing=()
command -v soffice   >/dev/null || missing+=(libreoffice-writer libreoffice-impress fonts-liberation)
[ -e /usr/lib/libreoffice/program/libsclo.so ] || missing+=(libreoffice-calc)
command -v pdftotext >/dev/null || missing+=(poppler-utils)
command -v pandoc    >/dev/null || missing+=(pandoc)
perl -MMIME::Parser -e 1 2>/dev/null || missing+=(libmime-tools-perl)
perl -MText::CSV_XS -e 1 2>/dev/null || missing+=(libtext-csv-xs-perl)
perl -MHTML::Parser -e 1 2>/dev/null || missing+=(libhtml-parser-perl)
command -v msgconvert >/dev/null || missing+=(libemail-outlook-message-perl)
perl -MEmail::Address -e 1 2>/dev/null || missing+=(libemail-address-perl)  # msgconvert needs it, and only recommends it
command -v file      >/dev/null || missing+=(file)
command -v lynx      >/dev/null || missing+=(lynx)
command -v qpdf      >/dev/null || missing+=(qpdf)
command -v chromium  >/dev/null || missing+=(chromium)
command -v docker-compose >/dev/null || missing+=(docker-compose)
compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || missing+=(postgresql)
[ ${#missing[@]} -eq 0 ] && exit 0
sudo=""
[ "$(id -u)" -eq 0 ] || sudo="sudo"
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -q
$sudo apt-get install -q -y --no-install-recommends "${missing[@]}"
