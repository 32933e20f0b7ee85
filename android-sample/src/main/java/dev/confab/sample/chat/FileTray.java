package dev.confab.sample.chat;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.AttachmentId;
import dev.confab.transport.model.AttachmentStatus;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The files that will go out with the next message: chosen, uploading, ready, or refused. */
final class FileTray {

    private static final int ALL = 100;

    private final AsyncMessagingClient client;
    private final Supplier<List<Message>> messages;
    private final Executor screen;
    private final Consumer<Words> tell;
    private final Runnable changed;
    private final HeldFiles held = new HeldFiles();
    /** Those that were refused: the client lets them go, and the guest wants to know which one it was. */
    private final Map<AttachmentId, PendingFile> refused = new LinkedHashMap<>();

    /** @param messages those that may carry a file */
    FileTray(
            AsyncMessagingClient client,
            Supplier<List<Message>> messages,
            Executor screen,
            Consumer<Words> tell,
            Runnable changed) {
        this.client = client;
        this.messages = messages;
        this.screen = screen;
        this.tell = tell;
        this.changed = changed;
    }

    /** Uploads a file. Its progress shows in the draft of the client. */
    void add(PickedFile file) {
        AttachmentId id = new AttachmentId(UUID.randomUUID().toString());
        held.hold(id, file);
        var unused = client.attach(id, file.source())
                .whenCompleteAsync(
                        (uploaded, failure) -> {
                            held.ended(id);
                            if (failure != null && !Failures.codeOf(failure).equals(ErrorCode.CANCELLATION_ERROR)) {
                                refuse(id, Failures.words(failure));
                            }
                            tidy();
                        },
                        screen);
    }

    /** Takes a file out, whether it is uploaded or not. */
    void remove(AttachmentId id) {
        held.letGo(id);
        if (refused.remove(id) != null) {
            changed.run();
            return;
        }
        var unused = client.detach(id)
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (failure != null) {
                                tell.accept(Failures.words(failure));
                            }
                        },
                        screen);
    }

    /** What is in it. Files that a message carries already are no longer in it. */
    List<PendingFile> files() {
        List<PendingFile> files = new ArrayList<>();
        for (Attachment attachment : client.draft().getAttachments()) {
            PendingFile file = pending(attachment);
            if (file != null && !refused.containsKey(attachment.getId())) {
                files.add(file);
            }
        }
        files.addAll(refused.values());
        return files;
    }

    /** The files that can go out now. */
    List<Attachment> uploaded() {
        List<Attachment> uploaded = new ArrayList<>();
        for (Attachment attachment : client.draft().getAttachments()) {
            if (attachment.getStatus().equals(AttachmentStatus.Uploaded.INSTANCE)) {
                uploaded.add(attachment);
            }
        }
        return uploaded;
    }

    /** Something has happened to the draft or to a message: files that nobody needs any more are let go. */
    void tidy() {
        held.tidy(client.draft().getAttachments(), refused.keySet(), messages.get());
    }

    private void refuse(AttachmentId id, Words why) {
        PickedFile file = held.get(id);
        if (file == null) {
            return; // the guest took it back
        }
        AttachmentSource source = file.source();
        boolean image =
                source.getContentType() != null && source.getContentType().startsWith("image/");
        refused.put(
                id,
                new PendingFile(
                        id,
                        source.getFileName(),
                        source.getSizeBytes(),
                        file.place(),
                        image,
                        PendingFile.Stage.FAILED,
                        0,
                        why));
        changed.run();
    }

    private @Nullable PendingFile pending(Attachment attachment) {
        AttachmentStatus status = attachment.getStatus();
        if (status.equals(AttachmentStatus.Presigning.INSTANCE)) {
            return pending(attachment, PendingFile.Stage.WAITING, 0, null);
        }
        if (status instanceof AttachmentStatus.Uploading uploading) {
            long total = Math.max(1, uploading.getTotalBytes());
            int percent = (int) Math.min(ALL, uploading.getSentBytes() * ALL / total);
            return pending(attachment, PendingFile.Stage.UPLOADING, percent, null);
        }
        if (status.equals(AttachmentStatus.Uploaded.INSTANCE)) {
            return pending(attachment, PendingFile.Stage.READY, ALL, null);
        }
        if (status instanceof AttachmentStatus.Failed failed) {
            return pending(attachment, PendingFile.Stage.FAILED, 0, Failures.words(failed.getCode()));
        }
        return null;
    }

    private PendingFile pending(Attachment attachment, PendingFile.Stage stage, int percent, @Nullable Words failure) {
        PickedFile file = held.get(attachment.getId());
        String name = attachment.getFileName();
        Long size = attachment.getSizeBytes();
        return new PendingFile(
                attachment.getId(),
                name == null ? "" : name,
                size == null ? 0 : size,
                file == null ? null : file.place(),
                isImage(attachment),
                stage,
                percent,
                failure);
    }

    /** Whether a file is a picture, as far as it says. */
    static boolean isImage(Attachment attachment) {
        String type = attachment.getContentType();
        String kind = attachment.getMediaType();
        return (type != null && type.toLowerCase(Locale.ROOT).startsWith("image/")) || "Image".equalsIgnoreCase(kind);
    }
}
