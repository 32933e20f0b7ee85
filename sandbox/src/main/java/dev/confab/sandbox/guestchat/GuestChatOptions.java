package dev.confab.sandbox.guestchat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the guest chat of a sandbox is set up. Immutable; everything has a default that works. */
public final class GuestChatOptions {

    /** The defaults. */
    public static final GuestChatOptions DEFAULT = builder().build();

    private final Builder settings;

    private GuestChatOptions(Builder settings) {
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

    List<GuestChatDeployment> deployments() {
        return List.copyOf(settings.deployments.values());
    }

    boolean onlyKnownDeployments() {
        return settings.onlyKnownDeployments;
    }

    boolean agentsAnswer() {
        return settings.agentsAnswer;
    }

    boolean lenient() {
        return settings.lenient;
    }

    int callsPerMinute() {
        return settings.callsPerMinute;
    }

    Duration heartbeat() {
        return settings.heartbeat;
    }

    Duration tokenLife() {
        return settings.tokenLife;
    }

    Duration silence() {
        return settings.silence;
    }

    Duration attachWithin() {
        return settings.attachWithin;
    }

    /** Collects options. */
    public static final class Builder {

        private final Map<String, GuestChatDeployment> deployments = new LinkedHashMap<>();
        private boolean onlyKnownDeployments;
        private boolean agentsAnswer = true;
        private boolean lenient;
        private int callsPerMinute;
        private Duration heartbeat = Duration.ofSeconds(30);
        private Duration tokenLife = Duration.ofSeconds(78_760);
        private Duration silence = Duration.ofMinutes(15);
        private Duration attachWithin = Duration.ofMinutes(5);

        private Builder() {
            deployment(
                    GuestChatDeployment.builder(GuestChatDeployment.DEFAULT_ID).build());
        }

        private Builder(Builder other) {
            deployments.putAll(other.deployments);
            onlyKnownDeployments = other.onlyKnownDeployments;
            agentsAnswer = other.agentsAnswer;
            lenient = other.lenient;
            callsPerMinute = other.callsPerMinute;
            heartbeat = other.heartbeat;
            tokenLife = other.tokenLife;
            silence = other.silence;
            attachWithin = other.attachWithin;
        }

        /**
         * Adds a deployment, in the place of one with the same id. This is also the way to change the default one.
         *
         * @param deployment the deployment
         * @return this builder
         */
        public Builder deployment(GuestChatDeployment deployment) {
            deployments.put(deployment.id(), deployment);
            return this;
        }

        /**
         * Sets what a deployment is that nobody added: default false, and a client with ids and queues of its own finds them
         * all existing, whatever GUIDs and names they are.
         *
         * @param only true to answer 400 {@code chat.deployment.disabled} for it
         * @return this builder
         */
        public Builder onlyKnownDeployments(boolean only) {
            onlyKnownDeployments = only;
            return this;
        }

        /**
         * Sets whether an agent who is rung answers by itself; default true. Otherwise the acts {@code accept} and
         * {@code decline} do it.
         *
         * @param answer false to let it ring
         * @return this builder
         */
        public Builder agentsAnswer(boolean answer) {
            agentsAnswer = answer;
            return this;
        }

        /**
         * Sets whether a {@code bodyType} that a guest should not send passes; default false: it is refused (guest chat
         * protocol notes §4.4).
         *
         * @param pass true to take it, what is unknown as {@code standard}
         * @return this builder
         */
        public Builder lenient(boolean pass) {
            lenient = pass;
            return this;
        }

        /**
         * Sets how many calls a token may make in a minute; default 0, which is no limit, as none is published for guests
         * (guest chat protocol notes §5). The platform's usual figure is 300.
         *
         * @param limit the limit
         * @return this builder
         */
        public Builder callsPerMinute(int limit) {
            if (limit < 0) {
                throw new IllegalArgumentException("callsPerMinute must not be negative, but is " + limit);
            }
            callsPerMinute = limit;
            return this;
        }

        /**
         * Sets how often the event stream says that it lives; default 30 s (guest chat protocol notes §6.3).
         *
         * @param every the time between two heartbeats
         * @return this builder
         */
        public Builder heartbeat(Duration every) {
            heartbeat = positive(every, "heartbeat");
            return this;
        }

        /**
         * Sets how long a JWT lives; default 78 760 s, about 22 hours, as one was observed (guest chat protocol notes §4.2).
         *
         * @param life its life
         * @return this builder
         */
        public Builder tokenLife(Duration life) {
            tokenLife = positive(life, "tokenLife");
            return this;
        }

        /**
         * Sets after how long a guest counts as gone who has no event stream and makes no call; default 15 minutes (guest
         * chat protocol notes §6.2).
         *
         * @param patience how long
         * @return this builder
         */
        public Builder silence(Duration patience) {
            silence = positive(patience, "silence");
            return this;
        }

        /**
         * Sets after how long a conversation ends whose event stream was never opened; default 5 minutes (guest chat protocol
         * notes §7).
         *
         * @param patience how long
         * @return this builder
         */
        public Builder attachWithin(Duration patience) {
            attachWithin = positive(patience, "attachWithin");
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options
         */
        public GuestChatOptions build() {
            return new GuestChatOptions(new Builder(this));
        }

        private static Duration positive(Duration value, String name) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(name + " must be positive, but is " + value);
            }
            return value;
        }
    }
}
