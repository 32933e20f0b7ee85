package dev.confab.cli.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.SessionState;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object per line, each flushed, so that a program can read them as they come. The ids are those of the service.
 *
 * <pre>
 * {"event":"restored","unproved":2,"draft":"hel"}
 * {"event":"state","state":"Configured","connected":true,"newSession":true}
 * {"event":"sent","text":"hello","id":"…"}
 * {"event":"message","direction":"outbound","text":"hello","id":"…"}
 * {"event":"failed","text":"…","reason":"…"}
 * </pre>
 */
final class JsonReport implements ChatReport {

    private final ObjectMapper mapper = new ObjectMapper();
    private final PrintStream out;
    private final PrintStream err;

    JsonReport(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public void restored(Restored restored) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("event", "restored");
        fields.put("unproved", restored.outbox().size());
        fields.put("draft", restored.draft().isEmpty() ? null : restored.draft());
        print(fields);
    }

    @Override
    public void state(SessionState before, SessionState now) {
        print(StateJson.fields(now));
    }

    @Override
    public void sent(Message message) {
        Map<String, Object> fields = event("sent");
        fields.put("text", message.getText());
        fields.put("id", id(message));
        print(fields);
    }

    @Override
    public void message(Message message) {
        Map<String, Object> fields = event("message");
        fields.put("direction", message.getDirection().name().toLowerCase(Locale.ROOT));
        fields.put("text", message.getText());
        fields.put("id", id(message));
        print(fields);
    }

    @Override
    public void failed(String text, String reason) {
        Map<String, Object> fields = event("failed");
        fields.put("text", text);
        fields.put("reason", reason);
        print(fields);
    }

    @Override
    public void problem(String problem) {
        err.println("confab: " + problem);
    }

    private static Map<String, Object> event(String name) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", name);
        return fields;
    }

    private static String id(Message message) {
        String serverId = message.getServerId();
        return serverId != null ? serverId : message.getId().getValue();
    }

    private synchronized void print(Map<String, ? extends @Nullable Object> fields) {
        try {
            out.print(mapper.writeValueAsString(fields) + "\n");
            out.flush();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Strings, numbers and booleans are always JSON.", impossible);
        }
    }
}
