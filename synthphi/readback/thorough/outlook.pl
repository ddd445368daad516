# Reads messages of Outlook, whose paths stand on standard input, a line each. Writes each as a mail into the folder that
# the argument names (0.eml, 1.eml, ...), as msgconvert does, and prints a line of JSON for it: the properties that its
# header fields hide in the mail.
# Everything is read by Email::Outlook::Message, the module that msgconvert is made of.
use strict;
use warnings;
use Email::Outlook::Message;
use JSON::PP;

my $json = JSON::PP->new->utf8->canonical;
my ($folder) = @ARGV;
my $number = 0;
$| = 1;

while (my $path = <STDIN>) {
    chomp $path;
    my %texts;
    eval {
        my $message = Email::Outlook::Message->new($path);
        open my $mail, '>:raw', "$folder/$number.eml" or die "no mail can be written: $!";
        print $mail $message->to_email_mime->as_string;
        close $mail or die "no mail can be written: $!";
        $texts{'subject'} = $message->property('SUBJECT');
        $texts{'sender'} = join "\n", grep { defined } map { $message->property($_) } qw(FROM FROM_ADDR);
        $texts{'names of recipients'} = join "\n", grep { defined } map { $message->property($_) } qw(TO CC);
        $texts{'recipients'} = join "\n", map { $_->display_address } @{ $message->{ADDRESSES} };
    };
    print $json->encode($@ ? { error => "$@" } : { texts => \%texts }), "\n";
    $number++;
}
