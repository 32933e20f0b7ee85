package dev.confab.sample.shrunk;

import dev.confab.android.AndroidEngines;
import dev.confab.client.AsyncMessagingClient;
import dev.confab.client.MessagingListener;
import dev.confab.transport.Confab;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.backend.TransportOptions;
import dev.confab.transport.backend.amm.AmmOptions;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import dev.confab.transport.jvm.AttachmentFiles;
import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.Direction;
import dev.confab.transport.model.Draft;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.SessionState;
import dev.confab.transport.store.SqliteSessionStore;
import dev.confab.transport.store.TinkTokenCipher;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What a guest does, over the Java API: the root from which R8 finds what is needed. Runs in a class loader that has the shrunk classes and
 * nothing else of the library.
 */
public final class ShrunkChat {

    private static final String DEPLOYMENT = "a0000000-0000-4000-8000-000000000001";
    private static final byte[] PDF = Arrays.copyOf("%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII), 50_000);

    private final Confab confab;
    private final String url;

    private ShrunkChat(Confab confab, String url) {
        this.confab = confab;
        this.url = url;
    }

    /**
     * Chats over each engine and with each back end.
     *
     * @param arguments the address of a sandbox whose agent echoes, and a folder for the stores
     * @throws Exception when something is not as it should be
     */
    public static void main(String[] arguments) throws Exception {
        File folder = new File(arguments[1]);
        Confab own = Confab.builder().build();
        Confab okHttp = Confab.builder().engines(AndroidEngines.okHttp()).build();
        try {
            new ShrunkChat(own, arguments[0]).restart(new File(folder, "own.db"));
            ShrunkChat android = new ShrunkChat(okHttp, arguments[0]);
            android.restart(new File(folder, "okhttp.db"));
            android.messaging();
            ShrunkScreens.chat(okHttp, arguments[0]);
        } finally {
            own.close();
            okHttp.close();
        }
    }

    /** Text and a file both ways, then the same session again from the store. */
    private void restart(File file) throws Exception {
        TransportOptions options =
                WebMessagingOptions.builder(DEPLOYMENT).loopbackEndpoint(url).build();
        String keyset = TinkTokenCipher.newKeyset();
        try (SqliteSessionStore store = SqliteSessionStore.open(file, TinkTokenCipher.fromKeyset(keyset));
                AsyncMessagingClient client = client(options, store)) {
            hello(client);
            Attachment attached = result(client.attach(AttachmentSource.ofBytes("receipt.pdf", PDF)));
            result(client.send(new Draft("see here").withAttachments(List.of(attached))));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            result(client.download(attached.getId(), AttachmentFiles.sink(() -> bytes)));
            expect(Arrays.equals(PDF, bytes.toByteArray()), "the file comes back");
        }
        try (SqliteSessionStore store = SqliteSessionStore.open(file, TinkTokenCipher.fromKeyset(keyset));
                AsyncMessagingClient client = client(options, store)) {
            SessionState state = result(client.connect());
            expect(
                    state instanceof SessionState.Configured configured && !configured.getNewSession(),
                    "the session goes on, but it is " + state);
        }
    }

    /** The back end that the sample does not have. */
    private void messaging() throws Exception {
        TransportOptions options = AmmOptions.builder()
                .loopbackEndpoint(url)
                .credentials("alice", "alice-secret")
                .mainConversation("Parcel", List.of("agent@example.com"))
                .build();
        try (AsyncMessagingClient client =
                AsyncMessagingClient.create(confab, options, MessagingClientConfig.defaults())) {
            hello(client);
        }
    }

    private static void hello(AsyncMessagingClient client) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        client.addListener(new MessagingListener() {
            @Override
            public void onMessageInserted(Message message) {
                if (message.getDirection() == Direction.OUTBOUND
                        && message.getText().contains("Hello")) answer.complete(message.getText());
            }
        });
        result(client.connect());
        expect("Hello".equals(result(client.send("Hello")).getText()), "the message is proved");
        expect(result(answer).contains("Hello"), "the agent echoes");
    }

    private AsyncMessagingClient client(TransportOptions options, SqliteSessionStore store) {
        return AsyncMessagingClient.create(
                confab,
                options,
                MessagingClientConfig.builder().store(store, "main").build());
    }

    private static <T> T result(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    private static void expect(boolean holds, String what) {
        if (!holds) throw new AssertionError("Expected that " + what + ".");
    }
}
