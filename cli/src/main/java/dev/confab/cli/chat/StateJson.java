package dev.confab.cli.chat;

import dev.confab.transport.model.SessionState;
import java.util.LinkedHashMap;
import java.util.Map;

/** A state as the fields of a JSON object. */
final class StateJson {

    private StateJson() {}

    static Map<String, Object> fields(SessionState state) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", "state");
        fields.put("state", state.getClass().getSimpleName());
        if (state instanceof SessionState.Configured configured) {
            fields.put("connected", configured.getConnected());
            fields.put("newSession", configured.getNewSession());
        } else if (state instanceof SessionState.Reconnecting reconnecting) {
            fields.put("attempt", reconnecting.getAttempt());
            fields.put("nextAtMillis", reconnecting.getNextAtMillis());
        } else if (state instanceof SessionState.Closing closing) {
            fields.put("code", closing.getCode());
            fields.put("reason", closing.getReason());
        } else if (state instanceof SessionState.Closed closed) {
            fields.put("code", closed.getCode());
            fields.put("reason", closed.getReason());
        } else if (state instanceof SessionState.Error error) {
            fields.put("code", error.getCode().getValue());
            fields.put("name", error.getCode().getName());
            fields.put("reason", error.getMessage());
        }
        return fields;
    }
}
