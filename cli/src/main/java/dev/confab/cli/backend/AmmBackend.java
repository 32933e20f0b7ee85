package dev.confab.cli.backend;

import dev.confab.cli.Streams;
import dev.confab.cli.demo.AmmDemo;
import dev.confab.cli.demo.AmmFaultDemo;
import dev.confab.transport.backend.FrameInspector;
import dev.confab.transport.backend.amm.AmmFrames;
import dev.confab.transport.backend.amm.AmmOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Avaya Multimedia Messaging. */
final class AmmBackend implements Backend {

    static final String NAME = "amm";

    /** It has users and no deployments. */
    private static final String NO_DEPLOYMENT = "none";

    /** Who logs in at a sandbox when nobody is named. */
    private static final String USER = "alice";

    /** Of every sandbox. They go nowhere else. */
    private static final Map<String, String> PASSWORDS = Map.of(USER, "alice-secret", "bob", "bob-secret");

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
        service.refuse("--token", service.token(), "this service knows you by your login: give --user.");
        service.refuse("--member-token", service.memberToken(), "this service takes no member token.");
        if (!service.deployment().equals(NO_DEPLOYMENT)) {
            service.refuse("--deployment", service.deployment(), "this service has users and no deployments.");
        }
        AmmOptions.Builder builder = AmmOptions.builder();
        String url = Objects.requireNonNull(service.url());
        var unusedAddress = service.setting(
                "--url", () -> service.isCleartext() ? builder.loopbackEndpoint(url) : builder.endpoint(url));
        String user = user(service);
        String password = password(service, user);
        var unusedUser = service.setting("--user", () -> builder.credentials(user, password));
        String partners = service.partners();
        if (partners != null) {
            var unusedPartners = service.setting("--to", () -> builder.mainConversation(null, addresses(partners)));
        }
        return new Visitor(builder.build());
    }

    private static String user(ServiceChoice service) {
        String user = service.user();
        if (user != null) {
            return user;
        }
        if (!service.isLoopback()) {
            throw service.misuse()
                    .apply(
                            "--user",
                            "this service knows you by your login: name it. Only a sandbox on this machine has a default.");
        }
        return USER;
    }

    private static String password(ServiceChoice service, String user) {
        String given = service.password().given();
        if (given == null && service.isLoopback()) {
            given = PASSWORDS.get(user);
        }
        if (given == null) {
            given = service.password().typed("Password of " + user + ": ");
        }
        if (given == null || given.isEmpty()) {
            throw service.misuse()
                    .apply(
                            "--password-file",
                            "the service wants the password of " + user
                                    + ": name a file that holds it, or put it into CONFAB_PASSWORD.");
        }
        return given;
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
        return true;
    }

    @Override
    public int demo(Streams streams, boolean faults) throws InterruptedException {
        return faults ? AmmFaultDemo.play(streams) : AmmDemo.play(streams);
    }
}
