package dev.confab.sample.chat;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxAgent;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import dev.confab.transport.policy.Backoff;
import dev.confab.transport.policy.RatePolicy;
import dev.confab.transport.policy.ReconnectPolicy;
import dev.confab.transport.store.InMemorySessionStore;
import dev.confab.transport.store.SessionStore;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.CompletableFuture;

/** A sandbox, a client and a presenter on a screen without a screen. */
final class ChatTester implements AutoCloseable {

    static final String DEPLOYMENT = "a0000000-0000-4000-8000-000000000001";
    private static final String TOKEN = "c0000000-0000-4000-8000-000000000009";

    final Sandbox sandbox;
    final ScreenTester screen = new ScreenTester();
    final AsyncMessagingClient client;
    final ChatPresenter presenter;

    ChatTester(Sandbox sandbox, MessagingClientConfig config) {
        this.sandbox = sandbox;
        client = AsyncMessagingClient.create(
                WebMessagingOptions.builder(DEPLOYMENT)
                        .loopbackEndpoint(sandbox.url())
                        .token(TOKEN)
                        .build(),
                config);
        presenter = new ChatPresenter(client, screen, screen, TimeZone.getTimeZone("UTC"));
        presenter.attach(screen);
    }

    /** A silent agent, who speaks when the test says so. */
    static ChatTester silent() {
        return new ChatTester(sandbox(Scenario.SILENT), config(new InMemorySessionStore()));
    }

    static ChatTester talking(Scenario scenario) {
        return new ChatTester(sandbox(scenario), config(new InMemorySessionStore()));
    }

    static Sandbox sandbox(Scenario scenario) {
        return Sandbox.start(
                SandboxOptions.builder().scenario(scenario).messagesPerSecond(0).build());
    }

    /** Waits long before it connects again: until the test says that the network is back. */
    static MessagingClientConfig config(SessionStore store) {
        return MessagingClientConfig.builder()
                .store(store, "guest")
                .rate(new RatePolicy(0, 5_000, 30_000))
                .reconnect(new ReconnectPolicy(new Backoff(3_600_000, 3_600_000, 3_600_000), 1, 30_000, 30_000))
                .build();
    }

    ChatTester connected() {
        presenter.connect();
        screen.awaitScreen("connected", shown -> shown.banner() == null && shown.writable());
        return this;
    }

    ChatTester say(String text) {
        presenter.typed(text);
        presenter.send();
        return this;
    }

    /** Says something, and waits until the service has it: then there is a session for an agent. */
    ChatTester said(String text) {
        say(text);
        screen.awaitBubble(text, bubble -> bubble.mark() == Row.Mark.SENT);
        return this;
    }

    SandboxAgent agent() {
        return sandbox.agent(TOKEN);
    }

    List<String> stored() {
        return sandbox.messages().stream().map(StoredMessage::text).toList();
    }

    /** Without the network for a while. */
    void cut() {
        sandbox.faults()
                .add(
                        new dev.confab.sandbox.fault.ConnectionFault.RefuseConnect(503),
                        dev.confab.sandbox.fault.FaultScope.always());
        sandbox.dropConnections();
        screen.awaitScreen("waits", shown -> shown.status().phrase() == Phrase.STATUS_WAITING);
    }

    void mend() {
        sandbox.faults().clear();
        presenter.act(Banner.Action.TRY_NOW);
    }

    void closeClient() {
        ended(client.closeAsync());
    }

    /** The service first: nobody need say goodbye to it, or wait for an upload that it keeps waiting. */
    @Override
    public void close() {
        sandbox.close();
        closeClient();
    }

    /** What the client has still to tell, it tells on the thread of the screen: it waits for that. */
    private void ended(CompletableFuture<Void> closing) {
        screen.await("closed", closing::isDone);
        closing.join();
    }
}
