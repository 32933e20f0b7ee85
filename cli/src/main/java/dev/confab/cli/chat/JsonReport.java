package dev.confab.cli.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.transport.model.Conversation;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.SessionState;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object per line, each flushed, so that a program can read them as they come. The ids are those of the service.
 * Every line of the input has one answer: {@code sent} or {@code failed} for a message and for {@code /reply}, and for other
 * commands {@code failed} or the event that stands here behind them. Messages that are more than text have {@code parts}.
 *
 * <pre>
 * {"event":"restored","unproved":2,"draft":"hel"}
 * {"event":"state","state":"Configured","connected":true,"newSession":true}
 * {"event":"sent","text":"hello","id":"…"}
 * {"event":"message","direction":"outbound","text":"hello","id":"…"}
 * {"event":"message","direction":"outbound","text":"","id":"…","parts":[{"type":"quickReplies","replies":[…]}]}
 * {"event":"failed","text":"…","reason":"…"}
 * {"event":"attached","id":"…","name":"a.pdf","bytes":1024}                                                  /attach
 * {"event":"downloaded","id":"…","path":"b.pdf","bytes":1024}                                                /download
 * {"event":"history","messages":[{"direction":"inbound","text":"…","id":"…"}],"startOfConversation":true}    /history
 * {"event":"typing"}                                                                                         /typing
 * {"event":"attributes","values":{"tier":"gold"},"status":"pending"}                                         /attr
 * {"event":"new"}                                                                                            /new
 * {"event":"cleared"}                                                                                        /clear
 * {"event":"login","state":"signed_in"}                                                                      /login
 * {"event":"state","state":"Configured",…,"unproved":0,"messages":2}                                         /state
 * {"event":"conversation","id":"…","name":"Parcel"}                       somebody began one, where there are many
 * {"event":"message","conversation":"Parcel","direction":"outbound",…}    one that came into another than the chosen
 * {"event":"conversations","conversations":[{"id":"…","subject":"…","unread":1,…}]}                          /conversations
 * {"event":"opened","id":"…","messages":[…]}                                                                 /open
 * {"event":"created","added":["…"],"rejected":["…"],…}, {"event":"invited",…}                                /create, /invite
 * {"event":"help","commands":{"/history":"…"}}                                                               /help
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
        Map<String, @Nullable Object> fields = event("sent");
        fields.putAll(MessageJson.content(message));
        print(fields);
    }

    @Override
    public void answered(Answer answer) {
        Map<String, @Nullable Object> fields = event(answer.event());
        fields.putAll(answer.fields());
        print(fields);
    }

    @Override
    public void refused(Command command, String reason) {
        failed(command.shown(), reason);
    }

    @Override
    public void message(Message message) {
        Map<String, @Nullable Object> fields = event("message");
        fields.putAll(MessageJson.fields(message));
        print(fields);
    }

    @Override
    public void message(Message message, String conversation) {
        Map<String, @Nullable Object> fields = event("message");
        fields.put("conversation", conversation);
        fields.putAll(MessageJson.fields(message));
        print(fields);
    }

    @Override
    public void began(Conversation conversation) {
        Map<String, @Nullable Object> fields = event("conversation");
        fields.put("id", conversation.getServerId());
        fields.put("name", Place.name(conversation));
        print(fields);
    }

    @Override
    public void failed(String text, String reason) {
        Map<String, @Nullable Object> fields = event("failed");
        fields.put("text", text);
        fields.put("reason", reason);
        print(fields);
    }

    @Override
    public void problem(String problem) {
        err.println("confab: " + problem);
    }

    private static Map<String, @Nullable Object> event(String name) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("event", name);
        return fields;
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
