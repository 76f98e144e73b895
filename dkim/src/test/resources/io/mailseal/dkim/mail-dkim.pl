# What Mail::DKIM has to say. Called as: mail-dkim.pl verify FOLDER, or mail-dkim.pl sign FOLDER RSA-KEY.
# FOLDER/zone holds lines of a name, a blank and the text of its record.
# verify: a line for each message: its file name, a blank, pass or fail.
# sign: each message in every way, as NAME.ALGORITHM.HEADER-BODY.signed.
use strict;
use warnings;

use Mail::DKIM::DNS;
use Mail::DKIM::PrivateKey;
use Mail::DKIM::Signer;
use Mail::DKIM::Verifier;
use Net::DNS;

my ( $task, $folder, $key ) = @ARGV;

sub content {
    my ($path) = @_;
    open( my $file, '<:raw', $path ) or die "$path: $!";
    local $/ = undef;
    my $content = <$file>;
    return defined $content ? $content : '';
}

sub messages {
    opendir( my $dir, $folder ) or die "$folder: $!";
    return sort grep { /\.eml$/ } readdir $dir;
}

# A resolver that knows the zone and nothing else.
package ZoneResolver {
    sub new {
        my ( $class, %records ) = @_;
        return bless {%records}, $class;
    }

    sub send {
        my ( $self, $name, $type ) = @_;
        my $packet = Net::DNS::Packet->new( $name, $type );
        my $text   = $self->{ lc $name };
        if ( defined $text ) {
            my @strings = unpack '(a255)*', $text;
            $packet->push( answer => Net::DNS::RR->new( name => $name, type => 'TXT', ttl => 60, txtdata => \@strings ) );
        }
        $packet->header->rcode( defined $text ? 'NOERROR' : 'NXDOMAIN' );
        return $packet;
    }

    sub errorstring { return 'NOERROR' }
}

sub verify {
    my %records = map { split / /, $_, 2 } split /\r?\n/, content("$folder/zone");
    Mail::DKIM::DNS::resolver( ZoneResolver->new(%records) );
    for my $name ( messages() ) {
        my $verifier = Mail::DKIM::Verifier->new;
        $verifier->PRINT( content("$folder/$name") );
        $verifier->CLOSE;
        print "$name ", ( $verifier->result eq 'pass' ? 'pass' : 'fail' ), "\n";
    }
}

sub sign {
    my $private = Mail::DKIM::PrivateKey->load( File => $key );
    for my $name ( messages() ) {
        my $message = content("$folder/$name");
        for my $form (qw(simple/simple simple/relaxed relaxed/simple relaxed/relaxed)) {
            my $signer = Mail::DKIM::Signer->new(
                Algorithm => 'rsa-sha256',
                Method    => $form,
                Domain    => 'a.example',
                Selector  => 'r1',
                Key       => $private,
            );
            $signer->PRINT($message);
            $signer->CLOSE;
            ( my $way = $form ) =~ s/\//-/;
            open( my $file, '>:raw', "$folder/$name.rsa-sha256.$way.signed" ) or die $!;
            print {$file} $signer->signature->as_string, "\r\n", $message;
            close $file;
        }
    }
}

$task eq 'verify' ? verify() : sign();
