package dev.confab.sandbox.gms;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How Engage chat v2 is set up. Immutable; the defaults work with no configuration: there is a chat service of every name,
 * and neither a password nor an API key is asked for.
 */
public final class GmsOptions {

    /** The defaults. */
    public static final GmsOptions DEFAULT = builder().build();

    private final Builder settings;

    private GmsOptions(Builder settings) {
        this.settings = settings;
    }

    /**
     * Begins options with the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    boolean knowsService(String name) {
        return settings.services.isEmpty() || settings.services.contains(name);
    }

    boolean admits(@Nullable String authorization) {
        return settings.basic == null || ("Basic " + settings.basic).equals(authorization);
    }

    boolean admitsKey(@Nullable String apiKey) {
        return settings.apiKeys.isEmpty() || (apiKey != null && settings.apiKeys.contains(apiKey));
    }

    Duration flexDisconnect() {
        return settings.flexDisconnect;
    }

    @Nullable
    Duration idleAlert() {
        return settings.idleAlert;
    }

    @Nullable
    Duration idleClose() {
        return settings.idleClose;
    }

    FileLimits files() {
        return settings.files;
    }

    int maxMessageLength() {
        return settings.maxMessageLength;
    }

    boolean tellsNextPosition() {
        return settings.tellsNextPosition;
    }

    Duration connectTimeout() {
        return settings.connectTimeout;
    }

    Duration maxInterval() {
        return settings.maxInterval;
    }

    /** Collects options. */
    public static final class Builder {

        private Set<String> services = Set.of();
        private Set<String> apiKeys = Set.of();
        private @Nullable String basic;
        private Duration flexDisconnect = Duration.ofSeconds(45);
        private @Nullable Duration idleAlert;
        private @Nullable Duration idleClose;
        private FileLimits files = FileLimits.standard();
        private int maxMessageLength = 16_000;
        private boolean tellsNextPosition = true;
        private Duration connectTimeout = Duration.ofSeconds(30);
        private Duration maxInterval = Duration.ofSeconds(10);

        private Builder() {}

        private Builder(Builder other) {
            services = Set.copyOf(other.services);
            apiKeys = Set.copyOf(other.apiKeys);
            basic = other.basic;
            flexDisconnect = other.flexDisconnect;
            idleAlert = other.idleAlert;
            idleClose = other.idleClose;
            files = other.files;
            maxMessageLength = other.maxMessageLength;
            tellsNextPosition = other.tellsNextPosition;
            connectTimeout = other.connectTimeout;
            maxInterval = other.maxInterval;
        }

        /**
         * Sets which chat services there are; default any. Others are not found (404).
         *
         * @param names their names; none for any
         * @return this builder
         */
        public Builder services(String... names) {
            services = new TreeSet<>(Arrays.asList(names));
            return this;
        }

        /**
         * Asks for a user and a password: by Basic authentication over REST, by {@code auth} in {@code requestChat} over
         * CometD. Default: nobody is asked.
         *
         * @param user the name of the user
         * @param password the password
         * @return this builder
         */
        public Builder basicAuth(String user, String password) {
            basic = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
            return this;
        }

        /**
         * Asks for the header {@code apikey} on the path of the proxy, {@code /gms-chat/2/chat}. Default: none is asked for.
         *
         * @param keys the keys that are known; none for any
         * @return this builder
         */
        public Builder apiKeys(String... keys) {
            apiKeys = new TreeSet<>(Arrays.asList(keys));
            return this;
        }

        /**
         * Sets after how long without a request a guest is removed; default 45 s, in old releases 300 s.
         *
         * @param timeout more than zero
         * @return this builder
         */
        public Builder flexDisconnect(Duration timeout) {
            flexDisconnect = positive(timeout, "flexDisconnect");
            return this;
        }

        /**
         * Lets the service tell that nobody says anything, and close the chat in the end; default never.
         *
         * @param alert after how long it is told
         * @param close after how long the chat is closed, more than {@code alert}
         * @return this builder
         */
        public Builder idle(Duration alert, Duration close) {
            if (close.compareTo(positive(alert, "alert")) <= 0) {
                throw new IllegalArgumentException("close must be more than alert, but is " + close);
            }
            idleAlert = alert;
            idleClose = close;
            return this;
        }

        /**
         * Sets which files are taken; default {@link FileLimits#standard}.
         *
         * @param limits the limits
         * @return this builder
         */
        public Builder files(FileLimits limits) {
            files = limits;
            return this;
        }

        /**
         * Sets how long a message may be; default 16000. Longer ones are refused with 204.
         *
         * @param characters the limit, at least 1
         * @return this builder
         */
        public Builder maxMessageLength(int characters) {
            if (characters < 1) {
                throw new IllegalArgumentException("maxMessageLength must be at least 1, but is " + characters);
            }
            maxMessageLength = characters;
            return this;
        }

        /**
         * Leaves {@code nextPosition} out of the answers, as older releases do: a client then counts on from the last index.
         *
         * @return this builder
         */
        public Builder withoutNextPosition() {
            tellsNextPosition = false;
            return this;
        }

        /**
         * Sets how long a CometD connect is held when nothing happens, which is also what the advice says; default 30 s.
         *
         * @param timeout more than zero
         * @return this builder
         */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = positive(timeout, "connectTimeout");
            return this;
        }

        /**
         * Sets how long a CometD client may be without a connect before it is forgotten; default 10 s.
         *
         * @param interval more than zero
         * @return this builder
         */
        public Builder maxInterval(Duration interval) {
            maxInterval = positive(interval, "maxInterval");
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options
         */
        public GmsOptions build() {
            return new GmsOptions(new Builder(this));
        }

        private static Duration positive(Duration duration, String name) {
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException(name + " must be more than zero, but is " + duration);
            }
            return duration;
        }
    }
}
