package dev.confab.client.webchat;

import dev.confab.transport.Confab;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.TransportOptions;
import dev.confab.transport.backend.gms.GmsCometD;
import dev.confab.transport.backend.gms.GmsOptions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link WebChatService}, under the vendor's names. Immutable; made by {@link #builder}.
 *
 * <p>Which back end it is, these decide: {@link Builder#transport} is v3, {@link Builder#over} any other, {@link Builder#cometD} v2 over CometD,
 * and otherwise {@link Builder#dataURL} is v2 over REST.
 */
public final class WebChatOptions {

    private static final long DEFAULT_RESTORE_TIMEOUT = 60_000;

    private final Builder values;
    private final Map<String, String> userData;

    private WebChatOptions(Builder builder) {
        this.values = new Builder(builder);
        this.userData = Collections.unmodifiableMap(new LinkedHashMap<>(builder.userData));
    }

    /**
     * Begins options with the vendor's defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads options as the vendor's configuration object {@code webchat} writes them.
     *
     * <p>Values are strings, numbers, booleans and maps; {@code cometD} has {@code enabled}, {@code cometURL}, {@code channel}, {@code apiURL}
     * and {@code websocketEnabled}. With {@code enableCustomHeader}, the header is in {@code header}: what the vendor's {@code main.header} is.
     * The functions of {@code transport.async} are one {@link SessionDataStore} under {@code transport.async.sessionData}. Options of the vendor's
     * user interface are left alone; a wrong value is refused.
     *
     * @param webchat the object
     * @return the options
     * @throws IllegalArgumentException when an option cannot be used; the message names it
     */
    public static WebChatOptions fromMap(Map<String, ?> webchat) {
        return OptionsMap.read(Objects.requireNonNull(webchat, "webchat")).build();
    }

    Map<String, String> userData() {
        return userData;
    }

    long restoreTimeout() {
        return values.restoreTimeout;
    }

    SessionDataStore sessionData() {
        WebChatV3Transport v3 = values.transport;
        SessionDataStore async = v3 == null ? null : v3.async();
        return async != null ? async : values.sessionData;
    }

    ChatWire wire(Confab confab) {
        WebChatV3Transport v3 = values.transport;
        if (v3 != null) {
            return v3.wire(confab, values.messaging, values.ajaxTimeout, values.pollInterval);
        }
        TransportOptions over = values.over;
        return over != null
                ? NeutralChat.wire(confab, values.messaging, over)
                : GmsTransportChat.wire(confab, values.messaging, gms());
    }

    private GmsOptions gms() {
        GmsOptions.Builder gms = GmsOptions.builder().withCredentials(values.withCredentials);
        String address = values.dataURL;
        if (values.cometD != null) {
            gms.cometD(values.cometD);
        } else if (address == null) {
            throw new IllegalArgumentException("Say where the chat service is: dataURL(\"https://…/genesys/2/chat/…\"),"
                    + " cometD(…), transport(…) for v3, or over(…) for another back end.");
        } else if (isCleartext(address)) {
            gms.loopbackDataUrl(address);
        } else {
            gms.dataUrl(address);
        }
        if (values.endpoint != null) {
            gms.endpoint(values.endpoint);
        }
        if (values.apikey != null) {
            gms.apiKey(values.apikey);
        }
        if (values.enableCustomHeader) {
            values.customHeaders.forEach(gms::header);
        }
        if (values.ajaxTimeout != null) {
            gms.ajaxTimeoutMillis(values.ajaxTimeout);
        }
        if (values.pollExceptionLimit != null) {
            gms.pollExceptionLimit(values.pollExceptionLimit);
        }
        if (values.pollInterval != null) {
            gms.pollIntervalMillis(values.pollInterval);
        }
        return gms.build();
    }

    /** Cleartext is for this machine only: the core refuses it elsewhere. */
    static boolean isCleartext(String address) {
        return address.startsWith("http://");
    }

    /** Without keys and facts. */
    @Override
    public String toString() {
        return "WebChatOptions(" + (values.transport != null ? "v3" : values.over != null ? "other" : "v2") + ")";
    }

    /** Builds options. Addresses are checked by {@link #build}. */
    public static final class Builder {

        private @Nullable String apikey;
        private @Nullable String endpoint;
        private @Nullable String dataURL;
        private boolean enableCustomHeader;
        private boolean withCredentials;
        private @Nullable Long ajaxTimeout;
        private @Nullable Integer pollExceptionLimit;
        private @Nullable Long pollInterval;
        private long restoreTimeout = DEFAULT_RESTORE_TIMEOUT;
        private @Nullable GmsCometD cometD;
        private @Nullable WebChatV3Transport transport;
        private @Nullable TransportOptions over;
        private SessionDataStore sessionData = new InMemorySessionDataStore();
        private MessagingClientConfig messaging = MessagingClientConfig.defaults();
        private final Map<String, String> customHeaders = new LinkedHashMap<>();
        private final Map<String, String> userData = new LinkedHashMap<>();

        private Builder() {}

        private Builder(Builder other) {
            apikey = other.apikey;
            endpoint = other.endpoint;
            dataURL = other.dataURL;
            enableCustomHeader = other.enableCustomHeader;
            withCredentials = other.withCredentials;
            ajaxTimeout = other.ajaxTimeout;
            pollExceptionLimit = other.pollExceptionLimit;
            pollInterval = other.pollInterval;
            restoreTimeout = other.restoreTimeout;
            cometD = other.cometD;
            transport = other.transport;
            over = other.over;
            sessionData = other.sessionData;
            messaging = other.messaging;
            customHeaders.putAll(other.customHeaders);
        }

        /**
         * Sets the key of the Apigee proxy; v2 over REST. A secret.
         *
         * @param key the key
         * @return this builder
         */
        public Builder apikey(String key) {
            apikey = Objects.requireNonNull(key, "key");
            return this;
        }

        /**
         * Sets which chat service to begin chats at, where the address does not name one; v2.
         *
         * @param name its name
         * @return this builder
         */
        public Builder endpoint(String name) {
            endpoint = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Sets where the chat service is; v2 over REST. Encrypted; cleartext to this machine only.
         *
         * @param address the address, {@code https://gms.example.com/genesys/2/chat/customer-support}
         * @return this builder
         */
        public Builder dataURL(String address) {
            dataURL = Objects.requireNonNull(address, "address");
            return this;
        }

        /**
         * Sets whether the {@linkplain #customHeader custom headers} go with every request; v2. Default: no.
         *
         * @param enabled whether
         * @return this builder
         */
        public Builder enableCustomHeader(boolean enabled) {
            enableCustomHeader = enabled;
            return this;
        }

        /**
         * Adds a header for {@link #enableCustomHeader}.
         *
         * @param name its name
         * @param value its value, a secret
         * @return this builder
         */
        public Builder customHeader(String name, String value) {
            customHeaders.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Adds facts that go with every chat.
         *
         * @param values the facts
         * @return this builder
         */
        public Builder userData(Map<String, String> values) {
            userData.putAll(Objects.requireNonNull(values, "values"));
            return this;
        }

        /**
         * Sets how long an answer is waited for; v2 and v3. Default: 3000 ms.
         *
         * @param millis the time in milliseconds
         * @return this builder
         */
        public Builder ajaxTimeout(long millis) {
            ajaxTimeout = millis;
            return this;
        }

        /**
         * Sets {@code xhrFields.withCredentials}: whether cookies of the service are kept and sent back; v2 over REST. Default: no.
         *
         * @param enabled whether
         * @return this builder
         */
        public Builder withCredentials(boolean enabled) {
            withCredentials = enabled;
            return this;
        }

        /**
         * Sets how many polls in a row may fail before the chat server counts as offline; v2. Default: 5.
         *
         * @param limit the number
         * @return this builder
         */
        public Builder pollExceptionLimit(int limit) {
            pollExceptionLimit = limit;
            return this;
        }

        /**
         * Sets how often the service is asked for news; v2 over REST, and v3. Default: 3500 ms. The vendor's service has no such option.
         *
         * @param millis the time in milliseconds
         * @return this builder
         */
        public Builder pollInterval(long millis) {
            pollInterval = millis;
            return this;
        }

        /**
         * Sets how long after it was left a chat may be restored, outside the asynchronous mode. Default: 60 000 ms.
         *
         * @param millis the time in milliseconds
         * @return this builder
         */
        public Builder restoreTimeout(long millis) {
            if (millis < 0) {
                throw new IllegalArgumentException("restoreTimeout must not be negative, but is " + millis + " ms.");
            }
            restoreTimeout = millis;
            return this;
        }

        /**
         * Uses v2 over CometD; the data URL is ignored then.
         *
         * @param settings where it is
         * @return this builder
         */
        public Builder cometD(GmsCometD settings) {
            cometD = Objects.requireNonNull(settings, "settings");
            return this;
        }

        /**
         * Uses v3.
         *
         * @param settings where it is
         * @return this builder
         */
        public Builder transport(WebChatV3Transport settings) {
            transport = Objects.requireNonNull(settings, "settings");
            return this;
        }

        /**
         * Uses any other back end, such as Web Messaging.
         *
         * @param options of that back end
         * @return this builder
         */
        public Builder over(TransportOptions options) {
            over = Objects.requireNonNull(options, "options");
            return this;
        }

        /**
         * Sets where the session is kept to be restored. Default: in memory, for this service alone. The asynchronous mode has a store of its
         * own.
         *
         * @param store the store
         * @return this builder
         */
        public Builder sessionData(SessionDataStore store) {
            sessionData = Objects.requireNonNull(store, "store");
            return this;
        }

        /**
         * Sets how messages are delivered: pace, outbox, recovery, and, with a durable store, messages that survive the process.
         *
         * @param config the settings
         * @return this builder
         */
        public Builder messaging(MessagingClientConfig config) {
            messaging = Objects.requireNonNull(config, "config");
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options
         * @throws IllegalArgumentException when they do not say where the service is, or say it wrongly
         */
        public WebChatOptions build() {
            if (!UserData.isWellFormed(userData)) {
                throw new IllegalArgumentException(
                        "A name of userData must not be blank and must hold no brackets: they make its name in the form.");
            }
            if (transport != null && over != null) {
                throw new IllegalArgumentException("There is one back end: leave out transport(…) or over(…).");
            }
            WebChatOptions options = new WebChatOptions(this);
            if (transport == null && over == null) {
                options.gms();
            }
            return options;
        }
    }
}
