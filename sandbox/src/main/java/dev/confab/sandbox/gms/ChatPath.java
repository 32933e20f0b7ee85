package dev.confab.sandbox.gms;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a path asks for (Engage chat protocol notes §1.1, §1.2).
 *
 * @param service the chat service; null for the only one behind a proxy
 * @param chatId the chat, null when one is asked for
 * @param verb what to do, empty to ask for a chat; {@code file/limits}, {@code file}, {@code file/download}, {@code
 *     file/delete} for files
 * @param fileId the file, null for none
 */
record ChatPath(
        @Nullable String service,
        @Nullable String chatId,
        String verb,
        @Nullable String fileId) {

    static final String BASE = "/genesys/2/chat";
    static final String PROXY = "/gms-chat/2/chat";

    private static final String FILE = "file";

    boolean creates() {
        return chatId == null;
    }

    /** Reads a path below {@link #BASE} or {@link #PROXY}, null when there is nothing at it. */
    static @Nullable ChatPath of(String path) {
        boolean proxied = path.startsWith(PROXY);
        List<String> parts = parts(path.substring((proxied ? PROXY : BASE).length()));
        if (parts == null) {
            return null;
        }
        if (!proxied) {
            return parts.isEmpty() ? null : of(parts.get(0), parts.subList(1, parts.size()));
        }
        // The proxy leads to one service, and its name may be left out.
        ChatPath unnamed = of(null, parts);
        return unnamed == null ? of(parts.get(0), parts.subList(1, parts.size())) : unnamed;
    }

    private static @Nullable ChatPath of(@Nullable String service, List<String> parts) {
        if (parts.isEmpty()) {
            return new ChatPath(service, null, "", null);
        }
        if (parts.size() < 2) {
            return null;
        }
        String chatId = parts.get(0);
        List<String> rest = parts.subList(1, parts.size());
        String verb = String.join("/", rest);
        if (Operation.ofPath(verb) != null || verb.equals(FILE) || verb.equals("file/limits")) {
            return new ChatPath(service, chatId, verb, null);
        }
        boolean aboutFile = rest.size() == 3
                && rest.get(0).equals(FILE)
                && List.of("download", "delete").contains(rest.get(2));
        return aboutFile ? new ChatPath(service, chatId, FILE + "/" + rest.get(2), rest.get(1)) : null;
    }

    private static @Nullable List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (!part.isEmpty()) {
                try {
                    parts.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException e) {
                    return null;
                }
            }
        }
        return parts;
    }
}
