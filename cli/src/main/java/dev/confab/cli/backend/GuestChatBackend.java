package dev.confab.cli.backend;

import dev.confab.cli.Streams;
import dev.confab.cli.demo.GuestChatDemo;
import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.Confab;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.FrameInspector;
import dev.confab.transport.backend.guestchat.GuestChatFrames;
import dev.confab.transport.backend.guestchat.GuestChatOptions;
import dev.confab.transport.store.SqliteSessionStore;
import java.util.Objects;

/** Genesys Cloud guest chat. */
final class GuestChatBackend implements Backend {

    /** Of every sandbox. */
    private static final String DEPLOYMENT = "a0000000-0000-4000-8000-000000000001";

    private static final String ORGANIZATION = "a0000000-0000-4000-8000-000000000001";
    private static final String QUEUE = "Support";

    @Override
    public String name() {
        return "guestchat";
    }

    @Override
    public String title() {
        return "Genesys Cloud guest chat";
    }

    @Override
    public FrameInspector inspector() {
        return new GuestChatFrames();
    }

    @Override
    public String defaultDeployment() {
        return DEPLOYMENT;
    }

    @Override
    public Guest guest(ServiceChoice service) {
        service.refuse(
                "--token",
                service.token(),
                "guest chat names no session by a token: use --store to go on with a conversation.");
        String organization = Objects.requireNonNullElse(service.organization(), ORGANIZATION);
        // Ids are checked together: the one that can be wrong alone is named.
        var unusedDeployment =
                service.setting("--deployment", () -> GuestChatOptions.builder(service.deployment(), ORGANIZATION));
        GuestChatOptions.Builder builder =
                service.setting("--organization", () -> GuestChatOptions.builder(service.deployment(), organization));
        var unusedQueue =
                service.setting("--queue", () -> builder.queue(Objects.requireNonNullElse(service.queue(), QUEUE)));
        String memberToken = service.memberToken();
        if (memberToken != null) {
            var unusedToken = service.setting("--member-token", () -> builder.memberAuthToken(memberToken));
        }
        String url = service.url();
        var unusedAddress = url == null
                ? service.setting("--region", () -> builder.region(Objects.requireNonNull(service.region())))
                : service.setting(
                        "--url", () -> service.isCleartext() ? builder.loopbackEndpoint(url) : builder.endpoint(url));
        return new Visitor(builder.build());
    }

    @Override
    public String demoShows() {
        return "an agent joins, both talk, and the guest reads what was said and leaves.";
    }

    @Override
    public boolean demoHasFaults() {
        return false;
    }

    @Override
    public int demo(Streams streams, boolean faults) throws InterruptedException {
        return GuestChatDemo.play(streams, url -> GuestChatOptions.builder(DEPLOYMENT, ORGANIZATION)
                .queue(QUEUE)
                .loopbackEndpoint(url)
                .build());
    }

    private record Visitor(GuestChatOptions options) implements Guest {

        /** All that a conversation needs is in the session's own row. */
        @Override
        public void keep(SqliteSessionStore store, String guestName) {}

        @Override
        public Talk talk(MessagingClientConfig config) {
            return new Talk(AsyncMessagingClient.create(Confab.shared(), options, config), null);
        }
    }
}
