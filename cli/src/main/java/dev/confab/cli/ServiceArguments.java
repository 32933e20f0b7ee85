package dev.confab.cli;

import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that name a service and a deployment there. */
final class ServiceArguments {

    private static final String WEB_MESSAGING = "webmessaging";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = WEB_MESSAGING,
            description =
                    "The kind of service; there is webmessaging (Genesys Cloud Web Messaging). It is the default.")
    private String backend = WEB_MESSAGING;

    @ArgGroup(multiplicity = "1")
    private Address address = new Address();

    @Option(
            names = "--deployment",
            paramLabel = "ID",
            defaultValue = "a0000000-0000-4000-8000-000000000001",
            description = "The deployment's UUID. Default: the one that every sandbox has, ${DEFAULT-VALUE}.")
    private String deployment = "";

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

    WebMessagingOptions.Builder options() {
        if (!backend.equals(WEB_MESSAGING)) {
            throw Misuse.of(
                    command, "--backend", "there is no back end \"" + backend + "\"; there is: " + WEB_MESSAGING + ".");
        }
        WebMessagingOptions.Builder builder = setting("--deployment", () -> WebMessagingOptions.builder(deployment));
        String url = address.url;
        String region = address.region;
        if (url != null) {
            setting("--url", () -> isCleartext(url) ? builder.loopbackEndpoint(url) : builder.endpoint(url));
        } else if (region != null) {
            setting("--region", () -> builder.region(region));
        }
        String session = token;
        if (session != null) {
            setting("--token", () -> builder.token(session));
        }
        return builder;
    }

    /** The same for each run that speaks to the same deployment at the same host; of options that were accepted. */
    String sessionName() {
        String url = address.url;
        String host = url != null ? URI.create(url).getHost() : Objects.requireNonNull(address.region);
        return String.join("/", backend, host.toLowerCase(Locale.ROOT), deployment);
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

    private WebMessagingOptions.Builder setting(String option, Setting setting) {
        try {
            return setting.apply();
        } catch (IllegalArgumentException refused) {
            throw Misuse.of(command, option, refused);
        }
    }

    /** Writing http:// is the explicit wish for an unencrypted connection, which is granted to this machine only. */
    private static boolean isCleartext(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") || lower.startsWith("ws://");
    }

    /** Sets one option. */
    private interface Setting {
        WebMessagingOptions.Builder apply();
    }
}
