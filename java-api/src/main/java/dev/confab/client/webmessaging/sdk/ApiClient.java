package dev.confab.client.webmessaging.sdk;

import dev.confab.transport.Confab;
import dev.confab.transport.backend.webmessaging.WebMessagingMessages;
import dev.confab.transport.jvm.SuspendedCalls;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where and how the history is asked for. Immutable, thread-safe, nothing to close. */
public final class ApiClient {

    private final Map<String, String> headers;
    private final @Nullable String accessToken;
    private final @Nullable Confab confab;
    private final String basePath;

    private ApiClient(Builder builder) {
        this.headers = new LinkedHashMap<>(builder.headers);
        this.accessToken = builder.accessToken;
        this.confab = builder.confab;
        this.basePath = builder.basePath;
        // Refuses now what could not work later.
        messages(confab == null ? Confab.shared() : confab);
    }

    /**
     * Where the calls go.
     *
     * @return the address
     */
    public String getBasePath() {
        return basePath;
    }

    /** The token to use instead of the one that the session gives; null for that one. */
    @Nullable
    String accessToken() {
        return accessToken;
    }

    CompletableFuture<String> page(Confab shared, int number, int size, String jwt, @Nullable String origin) {
        Map<String, String> sent = new LinkedHashMap<>();
        sent.put("Accept", "application/json");
        if (origin != null) {
            sent.put("Origin", origin);
        }
        sent.put("Authorization", "Bearer " + jwt);
        sent.putAll(headers);
        WebMessagingMessages messages = messages(confab == null ? shared : confab);
        return SuspendedCalls.future(done -> messages.page(number, size, sent, done));
    }

    private WebMessagingMessages messages(Confab used) {
        return WebMessagingMessages.create(basePath, used.getHttpClient());
    }

    /** Without headers and token, which are secrets. */
    @Override
    public String toString() {
        return "ApiClient(" + basePath + ")";
    }

    /** Builds an {@link ApiClient}. */
    public static final class Builder {

        private final Map<String, String> headers = new LinkedHashMap<>();
        private @Nullable String accessToken;
        private @Nullable Confab confab;
        private String basePath = GenesysCloudRegionWebSocketHosts.us_east_1.asApiHost();

        private Builder() {}

        /**
         * Begins with the defaults.
         *
         * @return a builder
         */
        public static Builder standard() {
            return new Builder();
        }

        /**
         * Sets where the calls go; by default the first region.
         *
         * @param basePath {@code https://host[:port]} without a path, or {@code http} to this very machine
         * @return this
         */
        public Builder withBasePath(String basePath) {
            this.basePath = Objects.requireNonNull(basePath, "basePath");
            return this;
        }

        /**
         * Sends the calls to a region.
         *
         * @param region the region
         * @return this
         */
        public Builder withBasePath(GenesysCloudRegionWebSocketHosts region) {
            return withBasePath(region.asApiHost());
        }

        /**
         * Sets the token to ask with; by default the client asks the session for one.
         *
         * @param accessToken a secret
         * @return this
         */
        public Builder withAccessToken(String accessToken) {
            this.accessToken = Objects.requireNonNull(accessToken, "accessToken");
            return this;
        }

        /**
         * Sends a header with every call, instead of the client's own of that name.
         *
         * @param header its name
         * @param value its value
         * @return this
         */
        public Builder withDefaultHeader(String header, String value) {
            headers.put(Objects.requireNonNull(header, "header"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Sets the HTTP client, with its proxy, pins and trusted certificates; by default that of the {@link WebMessagingClient}.
         *
         * @param confab what has the HTTP client; to be closed by who made it, after its last use
         * @return this
         */
        public Builder withConfab(Confab confab) {
            this.confab = Objects.requireNonNull(confab, "confab");
            return this;
        }

        /**
         * Builds the client.
         *
         * @return a client
         * @throws IllegalArgumentException when the address cannot be used; the message names the way out
         */
        public ApiClient build() {
            return new ApiClient(this);
        }
    }
}
