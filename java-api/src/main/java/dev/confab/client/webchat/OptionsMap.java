package dev.confab.client.webchat;

import dev.confab.transport.backend.gms.GmsCometD;
import java.util.Collections;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the vendor's configuration object. */
final class OptionsMap {

    private final String path;
    private final Map<?, ?> values;

    private OptionsMap(String path, Map<?, ?> values) {
        this.path = path;
        this.values = values;
    }

    static WebChatOptions.Builder read(Map<String, ?> webchat) {
        OptionsMap map = new OptionsMap("", webchat);
        WebChatOptions.Builder options = WebChatOptions.builder();
        map.text("apikey", options::apikey);
        map.text("endpoint", options::endpoint);
        map.text("dataURL", options::dataURL);
        map.flag("enableCustomHeader", options::enableCustomHeader);
        map.below("header").eachText(options::customHeader);
        map.number("ajaxTimeout", options::ajaxTimeout);
        map.number("pollExceptionLimit", limit -> options.pollExceptionLimit(Math.toIntExact(limit)));
        map.number("pollInterval", options::pollInterval);
        map.number("restoreTimeout", options::restoreTimeout);
        map.below("xhrFields").flag("withCredentials", options::withCredentials);
        map.store("sessionData", options::sessionData);
        Map<String, String> userData = UserData.of(webchat.get("userData"));
        if (userData == null) {
            throw new IllegalArgumentException("The option userData must be a map of names and plain values.");
        }
        options.userData(userData);
        if (map.below("cometD").isOn("enabled")) {
            options.cometD(map.below("cometD").cometD());
        }
        if (webchat.get("transport") != null) {
            options.transport(map.below("transport").v3());
        }
        return options;
    }

    private GmsCometD cometD() {
        String url = required("cometURL");
        String channel = required("channel");
        GmsCometD.Builder cometD = WebChatOptions.isCleartext(url)
                ? GmsCometD.loopbackBuilder(url, channel)
                : GmsCometD.builder(url, channel);
        text("apiURL", cometD::apiUrl);
        flag("websocketEnabled", cometD::websocketEnabled);
        return cometD.build();
    }

    private WebChatV3Transport v3() {
        String type = required("type");
        if (!type.equals(WebChatV3Transport.TYPE)) {
            throw new IllegalArgumentException("The option transport.type is \"" + type + "\": here it is "
                    + WebChatV3Transport.TYPE + "; give other back ends to over(…) of the builder.");
        }
        WebChatV3Transport.Builder v3 = WebChatV3Transport.builder(required("dataURL"), required("endpoint"));
        below("headers").eachText(v3::header);
        text("stream", v3::stream);
        flag("proposedOperations", v3::proposedOperations);
        OptionsMap async = below("async");
        // The vendor's table has the one, the vendor's example the other.
        if (async.isOn("enabled") || async.isOn("enable")) {
            if (async.values.get("sessionData") == null) {
                throw new IllegalArgumentException("The asynchronous mode needs a SessionDataStore under the option"
                        + " transport.async.sessionData: it is getSessionData, setSessionData and deleteSessionData.");
            }
            async.store("sessionData", v3::async);
        }
        return v3.build();
    }

    private OptionsMap below(String name) {
        Object value = values.get(name);
        if (value == null) {
            return new OptionsMap(path + name + ".", Collections.emptyMap());
        }
        if (!(value instanceof Map)) {
            throw wrong(name, "a map");
        }
        return new OptionsMap(path + name + ".", (Map<?, ?>) value);
    }

    private String required(String name) {
        Object value = values.get(name);
        if (!(value instanceof String)) {
            throw wrong(name, "a string");
        }
        return (String) value;
    }

    private void text(String name, Consumer<String> to) {
        if (values.get(name) != null) {
            to.accept(required(name));
        }
    }

    private void number(String name, Consumer<Long> to) {
        Object value = values.get(name);
        if (value instanceof Number) {
            to.accept(((Number) value).longValue());
        } else if (value != null) {
            throw wrong(name, "a number");
        }
    }

    private void flag(String name, Consumer<Boolean> to) {
        if (values.get(name) != null) {
            to.accept(isOn(name));
        }
    }

    private boolean isOn(String name) {
        Object value = values.get(name);
        if (value != null && !(value instanceof Boolean)) {
            throw wrong(name, "true or false");
        }
        return Boolean.TRUE.equals(value);
    }

    private void store(String name, Consumer<SessionDataStore> to) {
        Object value = values.get(name);
        if (value instanceof SessionDataStore) {
            to.accept((SessionDataStore) value);
        } else if (value != null) {
            throw wrong(name, "a SessionDataStore");
        }
    }

    private void eachText(Pair to) {
        values.forEach((name, value) -> {
            if (!(name instanceof String) || !(value instanceof String)) {
                throw wrong(String.valueOf(name), "a string");
            }
            to.accept((String) name, (String) value);
        });
    }

    private IllegalArgumentException wrong(String name, String right) {
        @Nullable Object value = values.get(name);
        String found = value == null ? "missing" : "a " + value.getClass().getSimpleName();
        return new IllegalArgumentException(
                "The option " + path + name + " must be " + right + ", but is " + found + ".");
    }

    private interface Pair {
        void accept(String name, String value);
    }
}
