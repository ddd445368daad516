# Reads mails, whose paths stand on standard input, a line each, and prints a line of JSON for each of them: the decoded
# headers by name, the text of plain parts, and of HTML parts the text and the targets of links.
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
    eval {
        my $entity = $parser->parse_open($path);
        my $head = $entity->head;
        for my $name ($head->tags) {
            for my $raw ($head->get_all($name)) {
                $raw =~ s/\r?\n(?=[ \t])//g;
                $texts{"header " . lc $name} .= decode('MIME-Header', $raw) . "\n";
            }
        }
        for my $part ($entity->parts_DFS) {
            next if !$part->bodyhandle || $part->effective_type !~ m{^text/};
            my $charset = $part->head->mime_attr('content-type.charset') || 'us-ascii';
            my $text = decode($charset, $part->bodyhandle->as_string);
            if ($part->effective_type eq 'text/html') {
                html($text, \%texts);
            } else {
                $texts{'plain text'} .= "$text\n";
            }
        }
    };
    print $json->encode($@ ? { error => "$@" } : { texts => \%texts }), "\n";
}

sub html {
    my ($text, $texts) = @_;
    my $reader = HTML::Parser->new(
        api_version => 3,
        text_h => [sub { $texts->{'HTML text'} .= $_[0] }, 'dtext'],
        start_h => [
            sub {
                my ($attributes) = @_;
                $texts->{'HTML links'} .= "$attributes->{href}\n" if defined $attributes->{href};
            },
            'attr'
        ],
    );
    $reader->unbroken_text(1);
    $reader->ignore_elements(qw(style script));
    $reader->parse($text);
    $reader->eof;
}
