package com.example;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.dns.DnsClient;
import io.mailseal.inbound.InboundAuthenticator;
import java.nio.file.Files;
import java.nio.file.Path;
import org.subethamail.smtp.server.SMTPServer;

/** Takes mail by SMTP, refuses what is forged, and keeps the rest in a folder with its verdict on top. */
public final class AuthenticatingServer {

    private AuthenticatingServer() {}

    /** Takes a port and a folder. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        DnsClient dns = DnsClient.system(); // for the whole life of the program
        server(Integer.parseInt(arguments[0]), "mx.example.org", dns, folder).start();
    }

    static SMTPServer server(int port, String name, DnsResolver dns, Path folder) {
        InboundAuthenticator inbound = InboundAuthenticator.builder()
                .resolver(dns)
                .receiver(DomainName.of(name))
                .build();
        return SMTPServer.port(port)
                .hostName(name)
                .insertReceivedHeaders(false) // ours stands above the verdict
                .messageHandlerFactory(context -> new Transaction(context, name, inbound, folder))
                .build();
    }
}
