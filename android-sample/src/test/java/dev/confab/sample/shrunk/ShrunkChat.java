package dev.confab.sample.shrunk;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.client.MessagingListener;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.AttachmentSource;
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
 * nothing else.
 */
public final class ShrunkChat {

    private static final String DEPLOYMENT = "a0000000-0000-4000-8000-000000000001";
    private static final byte[] PDF = Arrays.copyOf("%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII), 50_000);

    private ShrunkChat() {}

    /**
     * Chats, ends, and goes on with the same session from the store.
     *
     * @param arguments the address of a sandbox whose agent echoes, and a folder for the store
     * @throws Exception when something is not as it should be
     */
    public static void main(String[] arguments) throws Exception {
        File file = new File(arguments[1], "shrunk.db");
        String keyset = TinkTokenCipher.newKeyset();
        try (SqliteSessionStore store = SqliteSessionStore.open(file, TinkTokenCipher.fromKeyset(keyset))) {
            chat(arguments[0], store);
        }
        try (SqliteSessionStore store = SqliteSessionStore.open(file, TinkTokenCipher.fromKeyset(keyset));
                AsyncMessagingClient client = client(arguments[0], store)) {
            SessionState state = result(client.connect());
            expect(
                    state instanceof SessionState.Configured configured && !configured.getNewSession(),
                    "the session goes on, but it is " + state);
        }
    }

    private static void chat(String url, SqliteSessionStore store) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        try (AsyncMessagingClient client = client(url, store)) {
            client.addListener(new MessagingListener() {
                @Override
                public void onMessageInserted(Message message) {
                    if (message.getDirection() == Direction.OUTBOUND) answer.complete(message.getText());
                }
            });
            result(client.connect());
            expect("Hello".equals(result(client.send("Hello")).getText()), "the message is proved");
            expect(result(answer).contains("Hello"), "the agent echoes");
            Attachment attached = result(client.attach(AttachmentSource.ofBytes("receipt.pdf", PDF)));
            result(client.send(new Draft("see here").withAttachments(List.of(attached))));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            result(client.download(attached.getId(), AttachmentFiles.sink(() -> bytes)));
            expect(Arrays.equals(PDF, bytes.toByteArray()), "the file comes back");
        }
    }

    private static AsyncMessagingClient client(String url, SqliteSessionStore store) {
        return AsyncMessagingClient.create(
                WebMessagingOptions.builder(DEPLOYMENT).loopbackEndpoint(url).build(),
                MessagingClientConfig.builder().store(store, "main").build());
    }

    private static <T> T result(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    private static void expect(boolean holds, String what) {
        if (!holds) throw new AssertionError("Expected that " + what + ".");
    }
}
