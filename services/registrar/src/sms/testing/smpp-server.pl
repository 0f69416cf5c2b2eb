#!/usr/bin/perl
# An SMSC for tests, standing on Net::SMPP (Debian: libnet-smpp-perl), which shares no code with the client under test.
# Writes one line of JSON for each PDU that comes; the first line is {"port": n}. Obeys lines on standard input:
#   drop     closes all connections
#   mute     answers nothing any more (connections stay open)
#   refuse   closes every new connection at once
#   normal   as at the beginning
# What happens to a message is said by the last digits of its destination:
#   …01 no such number (ESME_RINVDSTADR)   …02 throttled (ESME_RTHROTTLED)   …03 no answer
#   …04 accepted, reported UNDELIV         …05 connection closed instead of an answer
#   …06 reported before it is answered     …07 the second part is refused (ESME_RSYSERR)
#   …08 reported by text alone, without optional parameters
#   …09 reported as ENROUTE, never more    else accepted and reported DELIVRD
use strict;
use warnings;
use IO::Select;
use JSON::PP;
use Net::SMPP;

my $PASSWORD = $ENV{SMSC_PASSWORD} // 'secret';
$| = 1;
$SIG{PIPE} = 'IGNORE';
my $json = JSON::PP->new->canonical;
sub say_json { print $json->encode($_[0]), "\n" }

my $listener = Net::SMPP->new_listen('127.0.0.1', port => 0, smpp_version => 0x34) or die "listen: $!";
my $select = IO::Select->new($listener, \*STDIN);
my ($mode, $next_id, $submitted) = ('normal', 1000, 0);
say_json({ port => $listener->sockport });

while (my @ready = $select->can_read) {
    for my $handle (@ready) {
        if ($handle == \*STDIN) { command() or exit 0 }
        elsif ($handle == $listener) { greet() }
        else { serve($handle) }
    }
}

sub command {
    # Bytes are read past Perl's buffer: select knows nothing of what waits in it.
    my $count = sysread STDIN, my $text, 4096;
    return 0 unless $count;
    for my $line (split /\n/, $text) {
        if ($line eq 'drop') { drop($_) for connections() }
        else { $mode = $line }
        say_json({ mode => $line });
    }
    return 1;
}

sub connections { grep { $_ != $listener && $_ != \*STDIN } $select->handles }
sub drop { my ($connection) = @_; $select->remove($connection); close $connection }

sub greet {
    my $connection = $listener->accept or return;
    $connection->set_version(0x34);
    ${*$connection}{async} = 1;
    ${*$connection}{enquire_interval} = 0;
    if ($mode eq 'refuse') { close $connection; return }
    $select->add($connection);
}

sub serve {
    my ($connection) = @_;
    local $SIG{__WARN__} = sub { };
    my $pdu = $connection->read_pdu;
    return drop($connection) unless $pdu;
    my $name = $pdu->explain_cmd;
    my %seen = (command => $name, seq => $pdu->{seq}, status => $pdu->{status});
    for my $field (qw(system_id password system_type interface_version source_addr_ton source_addr_npi source_addr
        dest_addr_ton dest_addr_npi destination_addr esm_class validity_period registered_delivery data_coding)) {
        $seen{$field} = $pdu->{$field} if defined $pdu->{$field};
    }
    $seen{short_message} = unpack 'H*', $pdu->{short_message} if defined $pdu->{short_message};
    $seen{message_payload} = unpack 'H*', $pdu->{message_payload} if defined $pdu->{message_payload};
    say_json(\%seen);
    return if $mode eq 'mute';
    if ($name eq 'bind_transceiver') { bound($connection, $pdu) }
    elsif ($name eq 'enquire_link') { $connection->enquire_link_resp(seq => $pdu->{seq}) }
    elsif ($name eq 'submit_sm') { submitted($connection, $pdu) }
    elsif ($name eq 'unbind') { $connection->unbind_resp(seq => $pdu->{seq}); drop($connection) }
}

sub bound {
    my ($connection, $pdu) = @_;
    my $is_right = $pdu->{password} eq $PASSWORD;
    # ESME_RBINDFAIL
    $connection->bind_transceiver_resp(seq => $pdu->{seq}, status => $is_right ? 0 : 0x0d, system_id => 'test-smsc');
}

sub submitted {
    my ($connection, $pdu) = @_;
    my $case = substr $pdu->{destination_addr}, -2;
    my $status = $case eq '01' ? 0x0b : $case eq '02' ? 0x58 : 0;
    $status = 0x08 if $case eq '07' && $submitted++ % 2;
    return if $case eq '03';
    return drop($connection) if $case eq '05';
    my $id = $next_id++;
    report($connection, $pdu, $id, $case) if $case eq '06';
    $connection->submit_sm_resp(seq => $pdu->{seq}, status => $status, message_id => $status ? '' : "id-$id");
    report($connection, $pdu, $id, $case) if $status == 0 && $case ne '06' && $pdu->{registered_delivery};
}

# SMPP 3.4, appendix B: the text of a delivery receipt; 5.3.2.12 and 5.3.2.35: its optional parameters.
sub report {
    my ($connection, $pdu, $id, $case) = @_;
    my ($word, $state) = $case eq '04' ? ('UNDELIV', 5) : $case eq '09' ? ('ENROUTE', 1) : ('DELIVRD', 2);
    my @options = $case eq '08' ? () : (receipted_message_id => "id-$id\0", message_state => pack('C', $state));
    $connection->deliver_sm(
        async => 1, esm_class => 0x04, data_coding => 0,
        source_addr => $pdu->{destination_addr}, destination_addr => $pdu->{source_addr},
        short_message => "id:id-$id sub:001 dlvrd:001 submit date:2612031200 done date:2612031201 stat:$word err:000 text:",
        @options,
    );
}
