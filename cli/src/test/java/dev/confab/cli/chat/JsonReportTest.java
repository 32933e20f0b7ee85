package dev.confab.cli.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.confab.transport.model.Direction;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessageId;
import dev.confab.transport.model.SessionState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonReportTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final JsonReport report = new JsonReport(print(out), print(err));

    @Test
    void everyKindOfLine() {
        report.state(SessionState.Idle.INSTANCE, SessionState.Connecting.INSTANCE);
        report.state(SessionState.Idle.INSTANCE, new SessionState.Configured(true, false));
        report.state(SessionState.Idle.INSTANCE, new SessionState.Reconnecting(2, 1_700_000_000_000L));
        report.state(SessionState.Idle.INSTANCE, new SessionState.Closing(1000, "bye"));
        report.state(SessionState.Idle.INSTANCE, new SessionState.Closed(1001, "gone"));
        report.state(SessionState.Idle.INSTANCE, new SessionState.Error(ErrorCode.SESSION_NOT_FOUND, "unknown"));
        report.sent(message(Direction.INBOUND, "hello"));
        report.message(message(Direction.OUTBOUND, "hi \"you\"\n\u001b grüße 👋"));
        report.failed("x", "too long");
        assertEquals("""
                {"event":"state","state":"Connecting"}
                {"event":"state","state":"Configured","connected":true,"newSession":false}
                {"event":"state","state":"Reconnecting","attempt":2,"nextAtMillis":1700000000000}
                {"event":"state","state":"Closing","code":1000,"reason":"bye"}
                {"event":"state","state":"Closed","code":1001,"reason":"gone"}
                {"event":"state","state":"Error","code":4007,"name":"SessionNotFound","reason":"unknown"}
                {"event":"sent","text":"hello","id":"server-1"}
                {"event":"message","direction":"outbound","text":"hi \\"you\\"\\n\\u001B grüße 👋","id":"server-1"}
                {"event":"failed","text":"x","reason":"too long"}
                """, out.toString(StandardCharsets.UTF_8));
        assertEquals("", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void diagnosticsStayOutOfTheJson() {
        report.problem("something else");
        assertEquals("", out.toString(StandardCharsets.UTF_8));
        assertEquals("confab: something else" + System.lineSeparator(), err.toString(StandardCharsets.UTF_8));
    }

    private static Message message(Direction direction, String text) {
        return new Message.Builder(new MessageId("client-1"), direction)
                .serverId("server-1")
                .text(text)
                .build();
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
