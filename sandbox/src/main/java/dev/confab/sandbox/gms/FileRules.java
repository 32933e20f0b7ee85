package dev.confab.sandbox.gms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.files.FileContent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What guests can do with files (Engage chat protocol notes §1.6). */
final class FileRules {

    private final GmsService service;
    private final ChatRules rules;

    FileRules(GmsService service, ChatRules rules) {
        this.service = service;
        this.rules = rules;
    }

    int maxFileBytes() {
        return service.options().files().maxFileBytes();
    }

    /** The limits and what is used of them, in a notice that is not part of the transcript. */
    Reply limits(Chat chat) {
        if (chat.ended()) {
            return GmsService.over();
        }
        FileLimits limits = service.options().files();
        FileCounters used = chat.counters();
        Map<String, String> data = new LinkedHashMap<>();
        data.put("upload-max-files", Integer.toString(limits.maxFiles()));
        data.put("upload-max-file-size", Integer.toString(limits.maxFileBytes()));
        data.put("upload-max-total-size", Long.toString(limits.maxTotalBytes()));
        data.put("upload-need-agent", Boolean.toString(limits.needsAgent()));
        data.put("upload-file-types", String.join(":", limits.types()));
        data.put("download-attempts", Integer.toString(limits.downloadAttempts()));
        data.put("delete-file", "odd");
        data.put("used-upload-max-files", Integer.toString(used.files()));
        data.put("used-upload-max-total-size", Long.toString(used.bytes()));
        data.put("used-download-attempts", Integer.toString(used.downloads()));
        Entry notice = new Entry(0, Entry.NOTICE, "file-client-cfg-get", Party.SYSTEM, service.now(), null, data, null);
        ObjectNode json = rules.plain(chat);
        json.putArray("messages").add(notice.json());
        return Reply.of(json);
    }

    /** Why a file cannot be taken, null when it can. */
    @Nullable
    Reply objection(Chat chat, String name, long size) {
        FileLimits limits = service.options().files();
        if (chat.ended()) {
            return GmsService.over();
        }
        if (limits.needsAgent() && !chat.hasAgent()) {
            return Reply.refused(Codes.BAD_FIELD, "Files are taken when an agent is in the chat");
        }
        if (chat.counters().files() >= limits.maxFiles()) {
            return Reply.refused(Codes.TOO_MANY_FILES, "No more than " + limits.maxFiles() + " files a chat");
        }
        if (!limits.takes(name)) {
            return Reply.refused(
                    Codes.FILE_TYPE, "Files of these types are taken: " + String.join(", ", limits.types()));
        }
        if (size == 0) {
            return Reply.refused(Codes.BAD_FIELD, "The file is empty");
        }
        if (size > limits.maxFileBytes()) {
            return Reply.refused(Codes.FILE_TOO_LARGE, "No more than " + limits.maxFileBytes() + " bytes a file");
        }
        return chat.counters().bytes() + size > limits.maxTotalBytes()
                ? Reply.refused(Codes.FILE_TOO_LARGE, "No more than " + limits.maxTotalBytes() + " bytes a chat")
                : null;
    }

    /** Takes a file that {@link #objection} has nothing against; everybody hears of it. */
    ChatFile take(Chat chat, String name, String type, byte[] bytes, Fields fields) {
        ChatFile file = new ChatFile(name, type, new FileContent.InMemory(bytes));
        chat.counters().uploaded(bytes.length);
        chat.share(chat.guest(), file, fields.userData(), service.now());
        return file;
    }

    /** The answer to an upload. */
    Reply uploaded(Chat chat, ChatFile file, Fields fields) {
        ObjectNode json = fields.has("transcriptPosition")
                ? rules.transcript(chat, fields.position()).json()
                : rules.plain(chat);
        json.putObject("userData").put("file-id", file.id());
        return Reply.of(json);
    }

    /** Why a file cannot be given, null when it can. */
    @Nullable
    Reply objection(Chat chat, String fileId) {
        ChatFile file = chat.files().get(fileId);
        int attempts = service.options().files().downloadAttempts();
        return file == null
                ? Reply.refused(Codes.BAD_FIELD, "There is no such file in the chat")
                : file.downloads() >= attempts
                        ? Reply.refused(
                                Codes.BAD_FIELD, "The file was downloaded " + attempts + " times, no more are granted")
                        : null;
    }

    /** Gives a file that {@link #objection} has nothing against. */
    ChatFile give(Chat chat, ChatFile file) {
        file.countDownload();
        chat.counters().downloaded();
        return file;
    }

    /** Deletes a file; everybody hears of it. */
    Reply delete(Chat chat, String fileId, Fields fields) {
        if (chat.ended()) {
            return GmsService.over();
        }
        if (!remove(chat, fileId, chat.guest(), service.now())) {
            return Reply.refused(Codes.BAD_FIELD, "There is no such file in the chat");
        }
        return fields.has("transcriptPosition")
                ? rules.transcript(chat, fields.position())
                : Reply.of(rules.plain(chat));
    }

    static boolean remove(Chat chat, String fileId, Party by, Instant now) {
        ChatFile file = chat.files().remove(fileId);
        if (file == null) {
            return false;
        }
        chat.add(Entry.FILE_DELETED, file.name(), by, now, Map.of("file-id", fileId));
        return true;
    }
}
