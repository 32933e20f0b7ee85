package dev.confab.sandbox.gms;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the operations of a guest need and do (Engage chat protocol notes §1.2, §1.4). */
final class ChatRules {

    private final GmsService service;

    ChatRules(GmsService service) {
        this.service = service;
    }

    /** Why an operation cannot be done, null when it can. The caller is the guest of the chat. */
    @Nullable
    Reply objection(Operation operation, Chat chat, Fields fields) {
        if (fields.position() == Fields.BAD_POSITION) {
            return missing("transcriptPosition is a number from 0 on");
        }
        // What is unread can still be fetched; when nothing is, the end was told (§1.5).
        boolean reads = operation == Operation.REQUEST_NOTIFICATIONS
                || (operation == Operation.REFRESH && !fields.has("message"));
        boolean unread = chat.entries().size() >= fields.position();
        if (chat.ended() && !(reads && unread)) {
            return GmsService.over();
        }
        return switch (operation) {
            case SEND -> message(fields);
            case REFRESH -> fields.has("message") ? message(fields) : null;
            case PUSH_URL -> fields.get("pushUrl").isBlank() ? missing("pushUrl is required") : null;
            case UPDATE_NICKNAME ->
                fields.get("nickname").isBlank() ? Reply.refused(Codes.NICKNAME, "nickname is required") : null;
            case UPDATE_DATA -> fields.userData().isEmpty() ? missing("userData is required") : null;
            case READ_RECEIPT -> receipt(chat, fields);
            case REQUEST_NOTIFICATIONS -> PushTarget.objection(fields.userData());
            case START_TYPING, STOP_TYPING, DISCONNECT, CUSTOM_NOTICE -> null;
        };
    }

    private @Nullable Reply message(Fields fields) {
        String text = fields.get("message");
        int longest = service.options().maxMessageLength();
        return text.isEmpty()
                ? missing("message is required")
                : text.length() > longest
                        ? Reply.refused(Codes.MESSAGE_TOO_LONG, "message is longer than " + longest + " characters")
                        : null;
    }

    private static @Nullable Reply receipt(Chat chat, Fields fields) {
        return !fields.has("transcriptPosition")
                ? missing("transcriptPosition is required")
                : fields.position() > chat.entries().size()
                        ? missing("transcriptPosition is behind the end of the transcript")
                        : null;
    }

    private static Reply missing(String advice) {
        return Reply.refused(Codes.BAD_FIELD, advice);
    }

    /** Whether an operation brings a message. */
    static boolean talks(Operation operation, Fields fields) {
        return operation == Operation.SEND || (operation == Operation.REFRESH && fields.has("message"));
    }

    /**
     * Does what {@link #objection} has nothing against.
     *
     * @param hide whether the entry is kept from the guest, for a fault
     * @return the entry that was written, null for none
     */
    @Nullable
    Entry perform(Operation operation, Chat chat, Fields fields, boolean hide) {
        Instant now = service.now();
        if (talks(operation, fields)) {
            String type = fields.has("messageType") ? fields.get("messageType") : null;
            return chat.say(fields.get("message"), type, chat.guest(), now, hide);
        }
        String preview = fields.get("message").isEmpty() ? null : fields.get("message");
        return switch (operation) {
            case START_TYPING -> chat.add(Entry.TYPING_STARTED, preview, chat.guest(), now);
            case STOP_TYPING -> chat.add(Entry.TYPING_STOPPED, preview, chat.guest(), now);
            case PUSH_URL -> chat.add(Entry.PUSH_URL, fields.get("pushUrl"), chat.guest(), now);
            case CUSTOM_NOTICE -> chat.add(Entry.CUSTOM_NOTICE, fields.get("message"), chat.guest(), now);
            case UPDATE_NICKNAME -> chat.rename(fields.get("nickname").strip(), now);
            case DISCONNECT -> leave(chat, now);
            case UPDATE_DATA, REQUEST_NOTIFICATIONS -> {
                chat.userData().putAll(fields.userData());
                yield null;
            }
            case READ_RECEIPT -> {
                chat.read(fields.position());
                yield null;
            }
            case SEND, REFRESH -> null;
        };
    }

    private static Entry leave(Chat chat, Instant now) {
        chat.loseGuest(now);
        return chat.entries().get(chat.entries().size() - 1);
    }

    /** The answer with the transcript from a position on (§1.3). */
    Reply transcript(Chat chat, int position) {
        ObjectNode json = plain(chat);
        if (service.options().tellsNextPosition()) {
            json.put("nextPosition", chat.entries().size() + 1);
        }
        ArrayNode messages = json.putArray("messages");
        chat.from(position).forEach(entry -> messages.add(entry.json()));
        return Reply.of(json);
    }

    /** The answer without a transcript: a client must not go on from it (§1.4). */
    ObjectNode plain(Chat chat) {
        chat.lease().told(service.now());
        return chat.answer();
    }
}
