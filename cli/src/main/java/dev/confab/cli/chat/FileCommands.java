package dev.confab.cli.chat;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.jvm.AttachmentPaths;
import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.AttachmentId;
import dev.confab.transport.model.AttachmentStatus;
import dev.confab.transport.model.Draft;
import dev.confab.transport.model.MessagePart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The commands about files. What is attached goes with the next message, or by itself with {@code /send}. */
final class FileCommands {

    private final AsyncMessagingClient client;
    private final Outgoing outgoing;
    private final Calls calls;
    private final List<Attachment> attached = new ArrayList<>();

    /** Of a client that is connected: what an earlier run attached and did not send goes with the next message, too. */
    FileCommands(AsyncMessagingClient client, Outgoing outgoing, Calls calls) {
        this.client = client;
        this.outgoing = outgoing;
        this.calls = calls;
        client.draft().getAttachments().stream()
                .filter(file -> file.getStatus() instanceof AttachmentStatus.Uploaded)
                .forEach(attached::add);
    }

    List<Verb> verbs() {
        return List.of(
                new Verb("/attach", "PATH", "uploads a file that goes with the next message", true, this::attach),
                new Verb("/send", "", "sends what is attached without a text", true, argument -> send()),
                new Verb("/download", "ID PATH", "fetches a file of the conversation", true, this::download));
    }

    /** The message that a line becomes, with what is attached. */
    Draft draft(String text) {
        Draft draft = new Draft(text).withAttachments(attached);
        attached.clear();
        return draft;
    }

    /** Tells at the end what was attached and never sent. */
    void reportLeft() {
        attached.forEach(file -> outgoing.fail(
                Command.of("/attach " + name(file)),
                "The file was uploaded, but no message followed that could carry it."));
    }

    private Answer attach(String argument) throws Refusal, InterruptedException {
        Attachment file;
        try {
            file = calls.result(client.attach(AttachmentPaths.source(path(argument))));
        } catch (IOException unreadable) {
            throw new Refusal("There is no file " + argument + " that could be read.");
        }
        attached.add(file);
        return new Answer(
                "attached",
                fields(file),
                "Attached " + name(file) + ", " + file.getSizeBytes()
                        + " bytes. It goes with the next message, or alone with" + " /send.");
    }

    private @Nullable Answer send() throws Refusal, InterruptedException {
        if (attached.isEmpty()) {
            throw new Refusal("Nothing is attached: begin with /attach PATH.");
        }
        outgoing.send("/send", draft(""));
        return null;
    }

    private Answer download(String argument) throws Refusal, InterruptedException {
        String[] words = argument.split("\\s+", 2);
        if (words.length < 2) {
            throw new Refusal("Write it as /download ID PATH.");
        }
        Path path = path(words[1]);
        if (Files.isDirectory(path)) {
            throw new Refusal(words[1] + " is a folder: name the file that is to be in it.");
        }
        AttachmentId id = new AttachmentId(words[0]);
        Attachment file = find(id);
        long bytes = calls.result(
                file == null
                        ? client.download(id, AttachmentPaths.sink(path))
                        : client.download(file, AttachmentPaths.sink(path)));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", words[0]);
        fields.put("path", path.toString());
        fields.put("bytes", bytes);
        return new Answer("downloaded", fields, "Fetched " + bytes + " bytes into " + path + ".");
    }

    private @Nullable Attachment find(AttachmentId id) {
        return client.conversations().stream()
                .flatMap(conversation -> conversation.getMessages().stream())
                .flatMap(message -> message.getParts().stream())
                .filter(MessagePart.Attachment.class::isInstance)
                .map(part -> ((MessagePart.Attachment) part).getAttachment())
                .filter(file -> file.getId().equals(id))
                .findFirst()
                .orElse(null);
    }

    private static Map<String, @Nullable Object> fields(Attachment file) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", file.getId().getValue());
        fields.put("name", file.getFileName());
        fields.put("bytes", file.getSizeBytes());
        return fields;
    }

    private static String name(Attachment file) {
        return Objects.requireNonNullElse(file.getFileName(), "a file without a name");
    }

    private static Path path(String text) throws Refusal {
        try {
            return Path.of(text);
        } catch (InvalidPathException invalid) {
            throw new Refusal(text + " is no path: " + invalid.getReason() + ".");
        }
    }
}
