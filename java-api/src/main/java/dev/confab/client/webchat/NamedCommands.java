package dev.confab.client.webchat;

import static dev.confab.client.webchat.WebChatRejection.saying;

import dev.confab.transport.backend.AttachmentSink;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.jvm.AttachmentFiles;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The commands by their names, with options as the vendor writes them. */
final class NamedCommands {

    private final WebChatService service;
    private final Map<String, Function<Map<String, ?>, CompletableFuture<?>>> commands = new LinkedHashMap<>();

    NamedCommands(WebChatService service) {
        this.service = service;
        commands.put("configure", service::configure);
        commands.put("startChat", this::startChat);
        commands.put("endChat", options -> service.endChat());
        commands.put("sendMessage", options -> service.sendMessage(text(options, "message")));
        commands.put("sendCustomNotice", options -> service.sendCustomNotice(text(options, "message")));
        // The vendor's table writes it with a capital letter.
        commands.put(
                "sendTyping",
                options -> service.sendTyping(text(options, options.containsKey("Message") ? "Message" : "message")));
        commands.put("sendFilteredMessage", this::sendFilteredMessage);
        commands.put("addPrefilter", options -> service.addPrefilter(patterns(options.get("filters"))));
        commands.put("updateUserData", this::updateUserData);
        commands.put("poll", options -> service.poll());
        commands.put("startPoll", options -> service.startPoll());
        commands.put("stopPoll", options -> service.stopPoll());
        commands.put("resetPollExceptions", options -> service.resetPollExceptions());
        commands.put("restore", options -> service.restore(text(options, "sessionData")));
        commands.put("getTranscript", options -> service.getTranscript());
        commands.put("getAgents", options -> service.getAgents());
        commands.put("getStats", options -> service.getStats());
        commands.put("sendFile", options -> service.sendFile(source(options)));
        commands.put("downloadFile", this::downloadFile);
        commands.put("getSessionData", options -> service.getSessionData());
        commands.put("fetchHistory", options -> service.fetchHistory());
        commands.put(
                "registerTypingPreviewInput",
                options -> service.registerTypingPreviewInput(is(options.get("input"), TypingPreview.class)));
        commands.put("registerPreProcessor", this::registerPreProcessor);
        commands.put("verifySession", options -> service.verifySession()
                .thenApply(active -> Collections.singletonMap("sessionActive", active)));
    }

    CompletableFuture<@Nullable Object> run(String name, Map<String, ?> options) {
        Function<Map<String, ?>, CompletableFuture<?>> command = commands.get(NamedHandlers.withoutPrefix(name));
        if (command == null) {
            return Failures.failed(new MessagingException(
                    ErrorCode.UNSUPPORTED,
                    "There is no command \"" + name + "\": it is one of " + commands.keySet() + "."));
        }
        try {
            // A copy: what the caller does with the map later changes nothing.
            return command.apply(new LinkedHashMap<>(options)).thenApply(result -> result);
        } catch (MessagingException wrong) {
            return Failures.failed(wrong);
        }
    }

    private CompletableFuture<?> startChat(Map<String, ?> options) {
        Object form = options.get("form");
        if (form != null && !(form instanceof Map)) {
            throw wrong("form", "a map");
        }
        Map<?, ?> fields = form == null ? options : (Map<?, ?>) form;
        Map<String, String> userData = UserData.of(options.get("userData"));
        if (userData == null) {
            throw saying(ErrorCode.INVALID_ARGUMENT, WebChatRejection.MALFORMED_USER_DATA);
        }
        return service.startChat(StartChatOptions.builder()
                .nickname(text(fields, "nickname"))
                .firstname(text(fields, "firstname"))
                .lastname(text(fields, "lastname"))
                .email(text(fields, "email"))
                .subject(text(fields, "subject"))
                .userData(userData)
                .build());
    }

    private CompletableFuture<?> sendFilteredMessage(Map<String, ?> options) {
        Pattern[] regex = patterns(options.get("regex"));
        return service.sendFilteredMessage(text(options, "message"), regex.length == 1 ? regex[0] : null);
    }

    private CompletableFuture<?> updateUserData(Map<String, ?> options) {
        Map<String, String> userData = UserData.of(options);
        if (userData == null) {
            throw saying(ErrorCode.INVALID_ARGUMENT, WebChatRejection.MALFORMED_USER_DATA);
        }
        return service.updateUserData(userData);
    }

    private CompletableFuture<?> downloadFile(Map<String, ?> options) {
        // The vendor's example says fileId, the vendor's table field.
        String id = text(options, options.containsKey("fileId") ? "fileId" : "field");
        if (id == null) {
            throw wrong("fileId", "a string");
        }
        return service.downloadFile(id, text(options, "fileName"), sink(options));
    }

    private static AttachmentSource source(Map<?, ?> options) {
        Object files = options.get("files");
        return files instanceof File
                ? AttachmentFiles.source((File) files)
                : need(options, "files", AttachmentSource.class, "a File or an AttachmentSource");
    }

    private static AttachmentSink sink(Map<?, ?> options) {
        Object target = options.get("target");
        return target instanceof File
                ? AttachmentFiles.sink((File) target)
                : need(options, "target", AttachmentSink.class, "a File or an AttachmentSink");
    }

    private CompletableFuture<?> registerPreProcessor(Map<String, ?> options) {
        Object given = options.get("preprocessor");
        return service.registerPreProcessor(is(given, MessagePreprocessor.class), typeOf(given));
    }

    /** What JavaScript would say. */
    private static String typeOf(@Nullable Object value) {
        if (value == null) {
            return "undefined";
        }
        if (value instanceof String) {
            return "string";
        }
        return value instanceof Number ? "number" : value instanceof Boolean ? "boolean" : "object";
    }

    private static Pattern[] patterns(@Nullable Object given) {
        List<Pattern> patterns = new ArrayList<>();
        Iterable<?> all = given instanceof Iterable ? (Iterable<?>) given : Collections.singletonList(given);
        for (Object one : all) {
            if (one instanceof Pattern) {
                patterns.add((Pattern) one);
            } else if (one instanceof String) {
                try {
                    patterns.add(Pattern.compile((String) one));
                } catch (PatternSyntaxException unusable) {
                    throw saying(ErrorCode.INVALID_ARGUMENT, WebChatRejection.INVALID_FILTERS, unusable);
                }
            } else {
                throw saying(ErrorCode.INVALID_ARGUMENT, WebChatRejection.INVALID_FILTERS);
            }
        }
        return patterns.toArray(new Pattern[0]);
    }

    private static @Nullable String text(Map<?, ?> options, String name) {
        Object value = options.get(name);
        if (value != null && !(value instanceof String)) {
            throw wrong(name, "a string");
        }
        return (String) value;
    }

    private static <T> @Nullable T is(@Nullable Object value, Class<T> type) {
        return type.isInstance(value) ? type.cast(value) : null;
    }

    private static <T> T need(Map<?, ?> options, String name, Class<T> type, String right) {
        T value = is(options.get(name), type);
        if (value == null) {
            throw wrong(name, right);
        }
        return value;
    }

    private static MessagingException wrong(String name, String right) {
        return new MessagingException(ErrorCode.INVALID_ARGUMENT, "The option " + name + " must be " + right + ".");
    }
}
