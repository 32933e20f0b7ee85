package dev.confab.client.webchat;

import dev.confab.transport.Confab;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.nexus.NexusOptions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The option {@code transport} of the vendor's service, with the type {@code pureengage-v3-rest}. Immutable; made by {@link #builder}.
 *
 * <p>Publicly known of this service are beginning a chat, reading and sending. The rest is our proposal, which the sandbox has: see
 * {@link Builder#proposedOperations}.
 */
public final class WebChatV3Transport {

    /** The value of {@code transport.type}. */
    public static final String TYPE = "pureengage-v3-rest";

    private final String dataURL;
    private final String endpoint;
    private final Map<String, String> headers;
    private final @Nullable String stream;
    private final @Nullable SessionDataStore async;
    private final boolean proposed;

    private WebChatV3Transport(Builder builder) {
        this.dataURL = builder.dataURL;
        this.endpoint = builder.endpoint;
        this.headers = new LinkedHashMap<>(builder.headers);
        this.stream = builder.stream;
        this.async = builder.async;
        this.proposed = builder.proposed;
    }

    /**
     * Begins settings.
     *
     * @param dataURL where the sessions are, {@code https://nexus.example.com/nexus/v3/chat/sessions}; cleartext to this machine only
     * @param endpoint the name of the chat endpoint
     * @return a builder
     */
    public static Builder builder(String dataURL, String endpoint) {
        return new Builder(Objects.requireNonNull(dataURL, "dataURL"), Objects.requireNonNull(endpoint, "endpoint"));
    }

    @Nullable
    SessionDataStore async() {
        return async;
    }

    ChatWire wire(
            Confab confab, MessagingClientConfig config, @Nullable Long ajaxTimeout, @Nullable Long pollInterval) {
        return NexusTransportChat.wire(
                confab, config, facts -> nexus(facts, ajaxTimeout, pollInterval), async != null, proposed);
    }

    private NexusOptions nexus(Map<String, String> facts, @Nullable Long ajaxTimeout, @Nullable Long pollInterval) {
        NexusOptions.Builder nexus =
                NexusOptions.builder(endpoint).userData(facts).proposedOperations(proposed);
        if (WebChatOptions.isCleartext(dataURL)) {
            nexus.loopbackDataUrl(dataURL);
        } else {
            nexus.dataUrl(dataURL);
        }
        headers.forEach(nexus::header);
        if (stream != null) {
            nexus.stream(stream);
        }
        if (ajaxTimeout != null) {
            nexus.ajaxTimeoutMillis(ajaxTimeout);
        }
        if (pollInterval != null) {
            nexus.pollIntervalMillis(pollInterval);
        }
        return nexus.build();
    }

    /** Without headers, which are secrets. */
    @Override
    public String toString() {
        return "WebChatV3Transport(" + endpoint + ", async=" + (async != null) + ")";
    }

    /** Builds settings. */
    public static final class Builder {

        private final String dataURL;
        private final String endpoint;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private @Nullable String stream;
        private @Nullable SessionDataStore async;
        private boolean proposed;

        private Builder(String dataURL, String endpoint) {
            this.dataURL = dataURL;
            this.endpoint = endpoint;
        }

        /**
         * Adds a header for every request; {@code x-api-key} is required.
         *
         * @param name its name
         * @param value its value, a secret
         * @return this builder
         */
        public Builder header(String name, String value) {
            headers.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Sets which version of the endpoint is meant.
         *
         * @param name {@code live}, {@code uat} or {@code dev}
         * @return this builder
         */
        public Builder stream(String name) {
            stream = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Switches the asynchronous mode on: the chat lives on without end, and is restored whenever the guest comes back.
         *
         * @param store where the session is kept; what {@code getSessionData}, {@code setSessionData} and {@code deleteSessionData} are
         * @return this builder
         */
        public Builder async(SessionDataStore store) {
            async = Objects.requireNonNull(store, "store");
            return this;
        }

        /**
         * Sets whether operations are used that no public document confirms: typing, ending, files. Default: no. Without them {@code endChat}
         * ends the chat on this side only, {@code sendTyping} is rejected and {@code sendFile}, too.
         *
         * @param enabled whether
         * @return this builder
         */
        public Builder proposedOperations(boolean enabled) {
            proposed = enabled;
            return this;
        }

        /**
         * Makes the settings.
         *
         * @return the settings
         * @throws IllegalArgumentException when the address, the endpoint, a header or the stream cannot be used
         */
        public WebChatV3Transport build() {
            WebChatV3Transport settings = new WebChatV3Transport(this);
            settings.nexus(Collections.emptyMap(), null, null);
            return settings;
        }
    }
}
