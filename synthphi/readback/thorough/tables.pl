# Reads files of comma-separated values, whose paths stand on standard input, a line each, and prints a line of JSON for
# each of them: the texts of its cells by their places. Everything is parsed by Text::CSV_XS.
use strict;
use warnings;
use Encode qw(decode FB_CROAK);
use JSON::PP;
use Text::CSV_XS;

my $json = JSON::PP->new->ascii->canonical;
$| = 1;

while (my $path = <STDIN>) {
    chomp $path;
    my %texts;
    eval {
        open my $file, '<:raw', $path or die "$!\n";
        my $bytes = do { local $/; <$file> } // '';
        $bytes =~ s/\A\xEF\xBB\xBF//;
        open my $lines, '<:raw', \$bytes or die "$!\n";
        my $csv = Text::CSV_XS->new({ binary => 1, decode_utf8 => 0 });
        for (my $number = 0; my $row = $csv->getline($lines); $number++) {
            for my $column (0 .. $#$row) {
                my $cell = decode('UTF-8', $row->[$column], FB_CROAK);
                $texts{"row[$number]/cell[$column]"} = $cell if length $cell;
            }
        }
        # 2012 is the end of the file, as it should be.
        die '' . $csv->error_diag . "\n" if $csv->error_diag != 2012;
    };
    print $json->encode($@ ? { error => "$@" } : { texts => \%texts }), "\n";
}
