package dev.confab.cli;

import dev.confab.cli.backend.Backend;
import dev.confab.cli.backend.Backends;
import dev.confab.cli.backend.ServiceChoice;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that name a service and a deployment there. */
final class ServiceArguments {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = Backends.DEFAULT,
            description = "The kind of service: " + Backends.NAMES + ". Default: ${DEFAULT-VALUE}.")
    private String backend = Backends.DEFAULT;

    @ArgGroup(multiplicity = "1")
    private Address address = new Address();

    @Option(
            names = "--deployment",
            paramLabel = "ID",
            description = "The deployment's UUID. Default: the one that every sandbox has.")
    private @Nullable String deployment;

    @Option(
            names = "--organization",
            paramLabel = "ID",
            description =
                    "guestchat: the organization's UUID. nexus: the API key of the contact center. Default: one that"
                            + " every sandbox has.")
    private @Nullable String organization;

    @Option(
            names = "--queue",
            paramLabel = "NAME",
            description =
                    "guestchat: the name of the queue whose agents answer. gms, gms-cometd: the name of the chat service."
                            + " nexus: the name of the chat endpoint. Default: one that every sandbox has.")
    private @Nullable String queue;

    @Option(
            names = "--member-token",
            paramLabel = "JWT",
            description = "guestchat: the JWT of POST /api/v2/signeddata that says who the guest is. It is a secret."
                    + " Default: nobody is told who the guest is.")
    private @Nullable String memberToken;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "amm: the login at the messaging service. Default: one that every sandbox has.")
    private @Nullable String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "amm: a file with the password of that login in its first line; - takes the first line of the"
                    + " standard input. Default: the environment variable " + Passwords.VARIABLE
                    + ", else what is typed at the terminal. A sandbox on this machine needs none for its own users.")
    private @Nullable Path passwordFile;

    /** Only so that whoever types it is told better, and does not find the password in an error message. */
    @Option(names = "--password", hidden = true, arity = "0..1", fallbackValue = "")
    private @Nullable String password;

    @Option(
            names = "--to",
            paramLabel = "ADDRESS[,ADDRESS]",
            description =
                    "amm: begin a conversation with these, in which what you type goes. Default: none; the chat lists"
                            + " your conversations, and /open or /create chooses one.")
    private @Nullable String partners;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "Go on with the session of this token. It is a secret. Default: the session of the store if there is"
                            + " one, else a new session.")
    private @Nullable String token;

    /** Exactly one of them. */
    static final class Address {
        @Option(
                names = "--url",
                paramLabel = "ADDRESS",
                required = true,
                description = "The address of a sandbox, as it tells it when it is ready, or of a gateway (https).")
        private @Nullable String url;

        @Option(
                names = "--region",
                paramLabel = "DOMAIN",
                required = true,
                description = "The domain of a Genesys Cloud region, such as mypurecloud.de.")
        private @Nullable String region;
    }

    Backend backend() {
        return Backends.find(backend).orElseThrow(() -> Misuse.of(command, "--backend", Backends.unknown(backend)));
    }

    ServiceChoice choice(Streams streams) {
        if (password != null) {
            throw Misuse.of(
                    command,
                    "--password",
                    "everybody on this machine can read a command line: put the password into a file (--password-file) or into "
                            + Passwords.VARIABLE + ", or leave it out and type it.");
        }
        return new ServiceChoice(
                address.url,
                address.region,
                deployment(),
                token,
                organization,
                queue,
                memberToken,
                user,
                Passwords.ofProcess(passwordFile, streams, reason -> Misuse.of(command, "--password-file", reason)),
                partners,
                (option, reason) -> Misuse.of(command, option, reason));
    }

    private String deployment() {
        return deployment == null ? backend().defaultDeployment() : deployment;
    }

    /** The same for each run that speaks to the same deployment at the same host; of options that were accepted. */
    String sessionName() {
        String url = address.url;
        String host = url != null ? URI.create(url).getHost() : Objects.requireNonNull(address.region);
        String session = String.join("/", backend, host.toLowerCase(Locale.ROOT), deployment());
        return user == null ? session : session + "/" + user;
    }

    /** Refuses to go on with a stored session when another one was asked for. */
    void requireToken(@Nullable String stored) {
        if (token != null && stored != null && !token.equals(stored)) {
            throw Misuse.of(
                    command,
                    "--token",
                    "the store already holds the session of another token for this deployment. Leave --token out to go"
                            + " on with that one, or name another --store.");
        }
    }
}
