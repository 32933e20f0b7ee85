package dev.confab.sandbox.webmessaging;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How often each rate of Web Messaging protocol notes §10 was exceeded; what a fault refuses does not count. */
final class Violations {

    /** What is limited. */
    enum Rate {
        /** {@code onMessage} of a session. */
        MESSAGES,
        /** Requests on a connection. */
        REQUESTS,
        /** {@code echo} on a connection. */
        ECHOES,
        /** Configures of a session. */
        CONFIGURES,
        /** Pages of history of a session. */
        HISTORY,
        /** Connections to a deployment. */
        CONNECTIONS
    }

    private final Map<Rate, Long> counts = new EnumMap<>(Rate.class);

    void count(Rate rate) {
        counts.merge(rate, 1L, Long::sum);
    }

    /** The counts by name, all rates included. */
    Map<String, Long> view() {
        Map<String, Long> view = new LinkedHashMap<>();
        for (Rate rate : Rate.values()) {
            view.put(rate.name().toLowerCase(Locale.ROOT), counts.getOrDefault(rate, 0L));
        }
        return Collections.unmodifiableMap(view);
    }
}
