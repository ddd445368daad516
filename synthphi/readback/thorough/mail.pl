# Reads mails, whose paths stand on standard input, a line each, and prints a line of JSON for each of them: the decoded
# headers by name, the text of plain parts, of HTML parts the text and the targets of links, and the names of
# attachments; of messages that are attached the same, behind their names.
# Everything is decoded by MIME::Parser, Encode and HTML::Parser.
use strict;
use warnings;
use Encode qw(decode);
use HTML::Parser;
use JSON::PP;
use MIME::Parser;

my $json = JSON::PP->new->utf8->canonical;
my $parser = MIME::Parser->new;
$parser->output_to_core(1);
$parser->tmp_to_core(1);
$| = 1;

while (my $path = <STDIN>) {
    chomp $path;
    my %texts;
    eval { message($parser->parse_open($path), '', \%texts); };
    print $json->encode($@ ? { error => "$@" } : { texts => \%texts }), "\n";
}

# A message; $way is where it is attached, such as "mail > question.eml > ".
sub message {
    my ($entity, $way, $texts) = @_;
    my $head = $entity->head;
    for my $name ($head->tags) {
        for my $raw ($head->get_all($name)) {
            $raw =~ s/\r?\n(?=[ \t])//g;
            $texts->{"${way}header " . lc $name} .= decode('MIME-Header', $raw) . "\n";
        }
    }
    part($entity, $way, $texts);
}

sub part {
    my ($part, $way, $texts) = @_;
    my $type = $part->effective_type;
    my $name = $part->head->mime_attr('content-disposition.filename');
    my $disposition = $part->head->mime_attr('content-disposition') || '';
    if (defined $name || $type eq 'message/rfc822' || $disposition eq 'attachment') {
        $name = named($name);
        $texts->{"${way}attachment names"} .= "$name\n";
        # A message in base64, as some write it against the standard, is not read: the parser does not undo that.
        return if $type ne 'message/rfc822' || !$part->parts || $part->head->mime_encoding eq 'base64';
        message($part->parts(0), ($way || 'mail > ') . "$name > ", $texts);
    } elsif ($part->parts) {
        part($_, $way, $texts) for $part->parts;
    } elsif ($part->bodyhandle && $type =~ m{^text/}) {
        my $charset = $part->head->mime_attr('content-type.charset') || 'us-ascii';
        my $text = decode($charset, $part->bodyhandle->as_string);
        if ($type eq 'text/html') {
            html($text, $way, $texts);
        } else {
            $texts->{"${way}plain text"} .= "$text\n";
        }
    }
}

# A file name as characters; without one it is empty.
sub named {
    my ($name) = @_;
    return '' if !defined $name;
    return decode('MIME-Header', $name) if $name =~ /=\?/;
    return utf8::is_utf8($name) ? $name : decode('UTF-8', $name);
}

sub html {
    my ($text, $way, $texts) = @_;
    my $reader = HTML::Parser->new(
        api_version => 3,
        text_h => [sub { $texts->{"${way}HTML text"} .= $_[0] }, 'dtext'],
        start_h => [
            sub {
                my ($attributes) = @_;
                $texts->{"${way}HTML links"} .= "$attributes->{href}\n" if defined $attributes->{href};
            },
            'attr'
        ],
    );
    $reader->unbroken_text(1);
    $reader->ignore_elements(qw(style script));
    $reader->parse($text);
    $reader->eof;
}
