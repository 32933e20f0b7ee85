package dev.confab.cli.backend;

import dev.confab.cli.Streams;
import dev.confab.cli.demo.AmmDemo;
import dev.confab.transport.backend.FrameInspector;
import dev.confab.transport.backend.amm.AmmFrames;
import dev.confab.transport.backend.amm.AmmOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Avaya Multimedia Messaging. */
final class AmmBackend implements Backend {

    static final String NAME = "amm";

    /** It has users and no deployments. */
    private static final String NO_DEPLOYMENT = "none";

    /** Of every sandbox. */
    private static final String USER = "alice";

    private static final String PASSWORD = "alice-secret";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Avaya Multimedia Messaging";
    }

    @Override
    public FrameInspector inspector() {
        return new AmmFrames();
    }

    @Override
    public String defaultDeployment() {
        return NO_DEPLOYMENT;
    }

    @Override
    public Guest guest(ServiceChoice service) {
        service.refuse("--region", service.region(), "this service has no regions: give its address with --url.");
        service.refuse("--token", service.token(), "this service knows you by your login: give --user and --password.");
        service.refuse("--member-token", service.memberToken(), "this service takes no member token.");
        if (!service.deployment().equals(NO_DEPLOYMENT)) {
            service.refuse("--deployment", service.deployment(), "this service has users and no deployments.");
        }
        AmmOptions.Builder builder = AmmOptions.builder();
        String url = Objects.requireNonNull(service.url());
        var unusedAddress = service.setting(
                "--url", () -> service.isCleartext() ? builder.loopbackEndpoint(url) : builder.endpoint(url));
        String user = Objects.requireNonNullElse(service.user(), USER);
        String password = Objects.requireNonNullElse(service.password(), PASSWORD);
        var unusedUser = service.setting("--user", () -> builder.credentials(user, password));
        String partners = service.partners();
        if (partners != null) {
            var unusedPartners = service.setting("--to", () -> builder.mainConversation(null, addresses(partners)));
        }
        return new Visitor(builder.build());
    }

    private static List<String> addresses(String partners) {
        return Arrays.stream(partners.split(",", -1))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
    }

    @Override
    public String demoShows() {
        return "two users and an agent in two conversations, with files, read marks and typing; in the end they are left.";
    }

    @Override
    public boolean demoHasFaults() {
        return false;
    }

    @Override
    public int demo(Streams streams, boolean faults) throws InterruptedException {
        return AmmDemo.play(streams);
    }
}
