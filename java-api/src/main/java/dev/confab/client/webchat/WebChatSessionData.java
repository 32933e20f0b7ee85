package dev.confab.client.webchat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What names a chat at its service. A secret: whoever has it can write in the guest's name. Immutable.
 *
 * <p>The keys of v2 are {@code secureKey}, {@code sessionId}, {@code alias} and {@code userId}; those of v3 {@code participantId},
 * {@code sessionId}, {@code token} and {@code transportId}. Other back ends keep their sessions themselves and show nothing.
 */
public final class WebChatSessionData {

    static final WebChatSessionData NONE = new WebChatSessionData(Collections.emptyMap());

    private final Map<String, String> values;

    WebChatSessionData(Map<String, String> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * Returns the values under the vendor's names.
     *
     * @return the values; empty while there is no session
     */
    public Map<String, String> asMap() {
        return values;
    }

    /**
     * Returns one value.
     *
     * @param name the vendor's name for it
     * @return the value; empty where there is none
     */
    public String get(String name) {
        String value = values.get(name);
        return value == null ? "" : value;
    }

    /**
     * Tells whether there is a session.
     *
     * @return whether there is none
     */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WebChatSessionData && ((WebChatSessionData) other).values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Without anything of it. */
    @Override
    public String toString() {
        return "WebChatSessionData(" + values.keySet() + ")";
    }
}
