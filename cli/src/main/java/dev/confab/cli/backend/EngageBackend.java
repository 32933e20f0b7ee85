package dev.confab.cli.backend;

import dev.confab.cli.Streams;
import dev.confab.cli.demo.WordsDemo;
import dev.confab.transport.backend.TransportOptions;
import java.net.URI;
import java.util.Objects;

/** What the services of Genesys Engage have in common: no region, no deployment, an address with or without its path. */
abstract class EngageBackend implements Backend {

    static final String NICKNAME = "Guest";

    /** How often the demo asks for news: a person watches it. */
    static final long DEMO_POLL_MILLIS = 1_000;

    private static final String NO_DEPLOYMENT = "engage";

    @Override
    public final String defaultDeployment() {
        return NO_DEPLOYMENT;
    }

    @Override
    public final Guest guest(ServiceChoice service) {
        service.refuse(
                "--token", service.token(), "Engage names no session by a token: use --store to go on with a chat.");
        service.refuse("--member-token", service.memberToken(), "Engage takes no member token.");
        service.refuse("--region", service.region(), "Engage has no regions: give its address with --url.");
        if (!service.deployment().equals(NO_DEPLOYMENT)) {
            service.refuse(
                    "--deployment", service.deployment(), "Engage has no deployments: name a service with --queue.");
        }
        return new Visitor(service.setting("--url", () -> options(service, Objects.requireNonNull(service.url()))));
    }

    /** The options for a service; refuses what it cannot use. */
    abstract TransportOptions options(ServiceChoice service, String url);

    /** The options for a sandbox in this process. */
    abstract TransportOptions demoOptions(String url);

    @Override
    public final String demoShows() {
        return "an agent joins, both talk, and the guest reads what was said and leaves.";
    }

    @Override
    public final boolean demoHasFaults() {
        return false;
    }

    @Override
    public final int demo(Streams streams, boolean faults) throws InterruptedException {
        return WordsDemo.play(streams, this::demoOptions);
    }

    /** An address that is no more than a host, as a sandbox tells it, gets the path that services have. */
    static String withPath(String url, String usual) {
        String path = Objects.requireNonNullElse(URI.create(url).getPath(), "");
        return path.isEmpty() || path.equals("/") ? url.replaceAll("/$", "") + usual : url;
    }
}
