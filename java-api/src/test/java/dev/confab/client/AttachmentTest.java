package dev.confab.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.jvm.AttachmentFiles;
import dev.confab.transport.jvm.AttachmentPaths;
import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.AttachmentId;
import dev.confab.transport.model.AttachmentStatus;
import dev.confab.transport.model.Draft;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessagePart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachmentTest extends SandboxTest {

    private static final byte[] PDF = ("%PDF-1.7\n" + "x".repeat(300_000)).getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder = Path.of("");

    @Test
    void aPathGoesUpWithAMessageAndComesDownAgain() throws IOException {
        AsyncMessagingClient client = connected(sandbox(Scenario.SILENT));
        Path file = Files.write(folder.resolve("receipt.pdf"), PDF);

        Attachment attached = Await.result(client.attach(AttachmentPaths.source(file)));
        Message sent = Await.result(client.send(new Draft("see here").withAttachments(List.of(attached))));

        List<MessagePart> parts = sent.getParts();
        Attachment echoed = assertInstanceOf(MessagePart.Attachment.class, parts.get(parts.size() - 1))
                .getAttachment();
        assertEquals("receipt.pdf", echoed.getFileName());
        Path target = folder.resolve("down.pdf");
        assertEquals((long) PDF.length, Await.result(client.download(echoed, AttachmentPaths.sink(target))));
        assertArrayEquals(PDF, Files.readAllBytes(target));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Await.result(client.download(attached.getId(), AttachmentFiles.sink(() -> bytes)));
        assertArrayEquals(PDF, bytes.toByteArray());
        assertTrue(Await.result(client.downloadUrl(attached.getId())).startsWith("http"));
    }

    @Test
    void aFileOfAnyNameIsWritten() throws IOException {
        AsyncMessagingClient client = connected(sandbox(Scenario.SILENT));
        Attachment attached = Await.result(client.attach(AttachmentSource.ofBytes("receipt.pdf", PDF)));
        // One letter, and 240 bytes in UTF-8: next to what a file system takes.
        for (String name : List.of("a", "文".repeat(80))) {
            File target = new File(folder.toFile(), name);
            Await.result(client.download(attached.getId(), AttachmentFiles.sink(target)));
            assertEquals(PDF.length, target.length());
        }
        String[] left = Objects.requireNonNull(folder.toFile().list());
        assertEquals(2, left.length, String.join(", ", left));
    }

    @Test
    void progressIsToldOnTheExecutorThatWasGiven() {
        AsyncMessagingClient client = connected(sandbox(Scenario.SILENT));
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "progress"));
        Set<String> threads = ConcurrentHashMap.newKeySet();
        List<Long> told = new CopyOnWriteArrayList<>();
        AttachmentSource source = AttachmentFiles.source(
                "receipt.pdf", PDF.length, "application/pdf", () -> new ByteArrayInputStream(PDF));

        try {
            Await.result(client.attach(
                    newId(),
                    source,
                    (sent, total) -> {
                        threads.add(Thread.currentThread().getName());
                        told.add(sent);
                    },
                    executor));
        } finally {
            executor.shutdown();
        }

        assertEquals(Set.of("progress"), threads);
        assertEquals(told.stream().sorted().toList(), told);
        assertEquals((long) PDF.length, told.get(told.size() - 1));
    }

    @Test
    void everyKindOfSourceArrivesByteForByte() throws IOException {
        AsyncMessagingClient client = connected(sandbox(Scenario.SILENT));
        Path path = Files.write(folder.resolve("receipt.pdf"), PDF);
        AtomicInteger opened = new AtomicInteger();
        List<AttachmentSource> sources = List.of(
                AttachmentPaths.source(path),
                AttachmentFiles.source(path.toFile()),
                AttachmentSource.ofBytes("receipt.pdf", PDF),
                AttachmentSource.ofBytes("receipt.pdf", PDF, "application/pdf"),
                AttachmentFiles.source("receipt.pdf", PDF.length, "application/pdf", () -> {
                    opened.incrementAndGet();
                    return new ByteArrayInputStream(PDF);
                }));
        for (AttachmentSource source : sources) {
            Attachment attached = Await.result(client.attach(source));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Await.result(client.download(attached.getId(), AttachmentFiles.sink(() -> bytes)));
            assertArrayEquals(PDF, bytes.toByteArray(), source.toString());
            assertEquals("receipt.pdf", attached.getFileName());
        }
        // Once for its first bytes, and once for the upload.
        assertEquals(2, opened.get());
        assertEquals(5, client.draft().getAttachments().size());
    }

    @Test
    void cancellingAnUploadDetachesTheFile() {
        // The service never says that it has taken the file.
        AsyncMessagingClient client = connected(
                sandbox(SandboxOptions.builder().scenario(Scenario.SILENT).uploadCheckDelay(Duration.ofHours(1))));
        AttachmentId id = newId();
        CompletableFuture<Attachment> waiting = client.attach(id, AttachmentSource.ofBytes("receipt.pdf", PDF));
        Await.until("it is in the draft", () -> client.draft().getAttachments().size() == 1);

        assertTrue(waiting.cancel(true));

        Await.until("it is gone", () -> client.draft().getAttachments().isEmpty());
    }

    @Test
    void aFileCanBeDetached() {
        AsyncMessagingClient client = connected(sandbox(Scenario.SILENT));
        AttachmentId id = newId();
        Recorder recorder = new Recorder();
        try (Subscription subscription = client.addListener(recorder)) {
            Await.result(client.attach(id, AttachmentSource.ofBytes("receipt.pdf", PDF)));
            assertEquals(
                    AttachmentStatus.Uploaded.INSTANCE,
                    client.draft().getAttachments().get(0).getStatus());
            Await.result(client.detach(id));
            assertEquals(List.of(), client.draft().getAttachments());
            Objects.requireNonNull(subscription);
        }
    }

    @Test
    void whatTheServiceDoesNotTakeFailsBeforeItIsSent() {
        AsyncMessagingClient client = connected(sandbox(Scenario.SILENT));
        assertTrue(Objects.requireNonNull(client.attachmentProfile()).getEnabled());

        AttachmentSource program = AttachmentSource.ofBytes("setup.exe", new byte[] {'M', 'Z'});
        AttachmentSource disguised = AttachmentSource.ofBytes("photo.png", new byte[] {'M', 'Z', 1, 2});

        assertEquals(
                ErrorCode.FILE_TYPE_INVALID,
                Await.failure(client.attach(program)).getCode());
        assertEquals(
                ErrorCode.FILE_CONTENT_INVALID,
                Await.failure(client.attach(disguised)).getCode());
    }

    private static AttachmentId newId() {
        return new AttachmentId(UUID.randomUUID().toString());
    }
}
