package dev.confab.cli.backend;

import dev.confab.cli.Streams;
import dev.confab.cli.demo.WebMessagingDemo;
import dev.confab.client.AsyncMessagingClient;
import dev.confab.client.webmessaging.AsyncWebMessagingAuth;
import dev.confab.sandbox.webmessaging.Deployment;
import dev.confab.transport.Confab;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.FrameInspector;
import dev.confab.transport.backend.webmessaging.WebMessagingFrames;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import dev.confab.transport.store.SqliteSessionStore;
import java.util.Objects;

/** Genesys Cloud Web Messaging. */
final class WebMessagingBackend implements Backend {

    static final String NAME = "webmessaging";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Genesys Cloud Web Messaging";
    }

    @Override
    public FrameInspector inspector() {
        return new WebMessagingFrames();
    }

    @Override
    public String defaultDeployment() {
        return Deployment.DEFAULT_ID;
    }

    @Override
    public Guest guest(ServiceChoice service) {
        String why = "Web Messaging knows its deployment by the id alone: leave it out.";
        service.refuse("--organization", service.organization(), why);
        service.refuse("--queue", service.queue(), why);
        service.refuse(
                "--member-token",
                service.memberToken(),
                "Web Messaging takes no token of a guest that the site knows: sign in with /login.");
        WebMessagingOptions.Builder builder =
                service.setting("--deployment", () -> WebMessagingOptions.builder(service.deployment()));
        String url = service.url();
        var unusedAddress = url == null
                ? service.setting("--region", () -> builder.region(Objects.requireNonNull(service.region())))
                : service.setting(
                        "--url", () -> service.isCleartext() ? builder.loopbackEndpoint(url) : builder.endpoint(url));
        String token = service.token();
        if (token != null) {
            var unusedToken = service.setting("--token", () -> builder.token(token));
        }
        return new Visitor(builder);
    }

    @Override
    public String demoShows() {
        return "the connection is cut in the middle; the guest chooses from quick replies, sees a card, and another device of"
                + " the guest reads the conversation back.";
    }

    @Override
    public boolean demoHasFaults() {
        return true;
    }

    @Override
    public int demo(Streams streams, boolean faults) throws InterruptedException {
        return WebMessagingDemo.play(streams, faults);
    }

    private record Visitor(WebMessagingOptions.Builder options) implements Guest {

        @Override
        public void keep(SqliteSessionStore store, String guestName) {
            var unused = options.records(store, guestName);
        }

        @Override
        public Talk talk(MessagingClientConfig config) {
            WebMessagingOptions built = options.build();
            AsyncWebMessagingAuth auth = AsyncWebMessagingAuth.create(Confab.shared(), built);
            return new Talk(AsyncMessagingClient.create(auth.options(built), config), auth);
        }
    }
}
