package dev.confab.sandbox;

import dev.confab.sandbox.amm.AmmOptions;
import dev.confab.sandbox.gms.GmsOptions;
import dev.confab.sandbox.guestchat.GuestChatOptions;
import dev.confab.sandbox.identity.IdentityOptions;
import dev.confab.sandbox.nexus.NexusOptions;
import dev.confab.sandbox.webmessaging.Deployment;
import dev.confab.sandbox.webmessaging.RateLimits;
import dev.confab.sandbox.webmessaging.ServiceOptions;
import dev.confab.sandbox.webmessaging.WireOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a sandbox is set up: what holds for all services, what holds for Web Messaging, and a section for each of the others.
 * Immutable; everything has a default that works.
 */
public final class SandboxOptions {

    private final Builder settings;

    private SandboxOptions(Builder settings) {
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

    String host() {
        return settings.host;
    }

    int port() {
        return settings.port;
    }

    int ledgerEntries() {
        return settings.ledgerEntries;
    }

    Scenario scenario() {
        return settings.scenario;
    }

    Duration agentDelay() {
        return settings.agentDelay;
    }

    GuestChatOptions guestChat() {
        return settings.guestChat;
    }

    ServiceOptions webMessaging() {
        return new ServiceOptions(
                List.copyOf(settings.deployments.values()),
                settings.rateLimits(),
                settings.echoDelay,
                settings.agentDelay,
                settings.scenario::agent,
                settings.refuseExpiredToken,
                settings.identity,
                new WireOptions(
                        settings.lenient,
                        settings.repliesEchoedAsText,
                        settings.uploadCheckDelay,
                        settings.unconfiguredAsBadRequest));
    }

    NexusOptions nexus() {
        return settings.nexus;
    }

    GmsOptions gms() {
        return settings.gms;
    }

    AmmOptions amm() {
        return settings.amm;
    }

    /** Collects options. */
    public static final class Builder {

        private static final int ECHOES_PER_MINUTE = 2;
        private static final int CONFIGURES_PER_MINUTE = 60;
        private static final int HISTORY_PAGES_PER_MINUTE = 10;

        private String host = "127.0.0.1";
        private int port;
        private Scenario scenario = Scenario.ECHO;
        private final Map<String, Deployment> deployments = new LinkedHashMap<>();
        private int messagesPerSecond = 5;
        private int requestsPerMinute;
        private Duration echoDelay = Duration.ZERO;
        private Duration agentDelay = Duration.ofMillis(20);
        private int ledgerEntries = 1_000_000;
        private boolean refuseExpiredToken;
        private boolean lenient;
        private boolean repliesEchoedAsText;
        private boolean unconfiguredAsBadRequest;
        private Duration uploadCheckDelay = Duration.ofMillis(20);
        private IdentityOptions identity = IdentityOptions.DEFAULT;
        private int connectionsPerMinute = 1000;
        private NexusOptions nexus = NexusOptions.DEFAULT;
        private GuestChatOptions guestChat = GuestChatOptions.DEFAULT;
        private GmsOptions gms = GmsOptions.DEFAULT;
        private AmmOptions amm = AmmOptions.DEFAULT;

        private Builder() {
            defaultDeployment(true);
        }

        private Builder(Builder other) {
            host = other.host;
            port = other.port;
            scenario = other.scenario;
            deployments.putAll(other.deployments);
            messagesPerSecond = other.messagesPerSecond;
            requestsPerMinute = other.requestsPerMinute;
            echoDelay = other.echoDelay;
            agentDelay = other.agentDelay;
            ledgerEntries = other.ledgerEntries;
            refuseExpiredToken = other.refuseExpiredToken;
            lenient = other.lenient;
            repliesEchoedAsText = other.repliesEchoedAsText;
            unconfiguredAsBadRequest = other.unconfiguredAsBadRequest;
            uploadCheckDelay = other.uploadCheckDelay;
            identity = other.identity;
            connectionsPerMinute = other.connectionsPerMinute;
            nexus = other.nexus;
            guestChat = other.guestChat;
            gms = other.gms;
            amm = other.amm;
        }

        /**
         * Sets the address to listen on; default 127.0.0.1. There is no access control: think before opening it to others.
         *
         * @param host a host name or address of this machine
         * @return this builder
         */
        public Builder host(String host) {
            this.host = host;
            return this;
        }

        /**
         * Sets the port to listen on; default 0, which takes a free one.
         *
         * @param port from 0 to 65535
         * @return this builder
         */
        public Builder port(int port) {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("A port is from 0 to 65535, not " + port);
            }
            this.port = port;
            return this;
        }

        /**
         * Sets who answers the guests; default {@link Scenario#ECHO}.
         *
         * @param scenario who answers
         * @return this builder
         */
        public Builder scenario(Scenario scenario) {
            this.scenario = scenario;
            return this;
        }

        /**
         * Adds a deployment with default settings.
         *
         * @param id its id
         * @return this builder
         */
        public Builder deployment(String id) {
            return deployment(Deployment.builder(id).build());
        }

        /**
         * Adds a deployment, in the place of one with the same id. This is also the way to change the default one.
         *
         * @param deployment the deployment
         * @return this builder
         */
        public Builder deployment(Deployment deployment) {
            deployments.put(deployment.id(), deployment);
            return this;
        }

        /**
         * Sets whether the default deployment, {@link Deployment#DEFAULT_ID}, exists; default true.
         *
         * @param exists false to have only the deployments that were added
         * @return this builder
         */
        public Builder defaultDeployment(boolean exists) {
            if (exists) {
                deployments.computeIfAbsent(
                        Deployment.DEFAULT_ID, id -> Deployment.builder(id).build());
            } else {
                deployments.remove(Deployment.DEFAULT_ID);
            }
            return this;
        }

        /**
         * Sets how many messages a session may send in a second; default 5 (Web Messaging protocol notes §10).
         *
         * @param limit the limit; 0 switches all rate limits off, also those of health checks, configures, history and
         *     connections
         * @return this builder
         */
        public Builder messagesPerSecond(int limit) {
            this.messagesPerSecond = notNegative(limit, "messagesPerSecond");
            return this;
        }

        /**
         * Sets how many requests of any kind a connection may send in a minute; default 0, which is no limit. The limits
         * page says 60 (Web Messaging protocol notes §10), which contradicts 5 messages in a second held for long.
         *
         * @param limit the limit
         * @return this builder
         */
        public Builder requestsPerMinute(int limit) {
            this.requestsPerMinute = notNegative(limit, "requestsPerMinute");
            return this;
        }

        /**
         * Sets how many connections a deployment takes in a minute; default 1000 (Web Messaging protocol notes §10). More
         * are answered with HTTP 429.
         *
         * @param limit the limit, 0 for none
         * @return this builder
         */
        public Builder connectionsPerMinute(int limit) {
            this.connectionsPerMinute = notNegative(limit, "connectionsPerMinute");
            return this;
        }

        /**
         * Sets who can log in and for how long; default {@link IdentityOptions#DEFAULT}.
         *
         * @param identity the users, the lifetimes, and what is answered to bad JWTs
         * @return this builder
         */
        public Builder identity(IdentityOptions identity) {
            this.identity = identity;
            return this;
        }

        /**
         * Sets how long the acknowledgement of a message takes; default none.
         *
         * @param delay the delay
         * @return this builder
         */
        public Builder echoDelay(Duration delay) {
            this.echoDelay = notNegative(delay, "echoDelay");
            return this;
        }

        /**
         * Sets how long an agent takes for each thing it does; default 20 ms.
         *
         * @param delay the delay
         * @return this builder
         */
        public Builder agentDelay(Duration delay) {
            this.agentDelay = notNegative(delay, "agentDelay");
            return this;
        }

        /**
         * Sets how many entries the ledger, and the list of stored messages, keep; default 1 000 000. Older ones are
         * forgotten, as they are when the payloads together exceed 256 Mi characters.
         *
         * @param entries how many, at least 1
         * @return this builder
         */
        public Builder ledgerEntries(int entries) {
            if (entries < 1) {
                throw new IllegalArgumentException("ledgerEntries must be at least 1, not " + entries);
            }
            this.ledgerEntries = entries;
            return this;
        }

        /**
         * Sets what configuring an expired session does; default false: it makes a new session. It is not known for sure
         * which of the two the real service does (Web Messaging protocol notes §11.3.2).
         *
         * @param refuse true to answer with error 4006
         * @return this builder
         */
        public Builder refuseExpiredToken(boolean refuse) {
            this.refuseExpiredToken = refuse;
            return this;
        }

        /**
         * Sets whether frames are let pass that the protocol notes would not expect: fields of the wrong kind, unknown
         * content, replies of no dialect (Web Messaging protocol notes §2.4, §2.5, §2.8); default false: they are refused
         * with 400.
         *
         * @param lenient true to let them pass
         * @return this builder
         */
        public Builder lenient(boolean lenient) {
            this.lenient = lenient;
            return this;
        }

        /**
         * Sets how a chosen reply is echoed that came as a Text without text; default false: as Structured. It is not known
         * for sure which of the two the real service does (Web Messaging protocol notes §11.3.4).
         *
         * @param asText true to echo it as Text
         * @return this builder
         */
        public Builder repliesEchoedAsText(boolean asText) {
            this.repliesEchoedAsText = asText;
            return this;
        }

        /**
         * Sets how requests are refused that come before their connection has configured a session; default false: with
         * 4007. It is not known for sure which of the two the real service does (Web Messaging protocol notes §11.3.1).
         *
         * @param badRequest true to refuse them with 400
         * @return this builder
         */
        public Builder unconfiguredAsBadRequest(boolean badRequest) {
            this.unconfiguredAsBadRequest = badRequest;
            return this;
        }

        /**
         * Sets how long after an upload its success or failure is told; default 20 ms.
         *
         * @param delay the delay
         * @return this builder
         */
        public Builder uploadCheckDelay(Duration delay) {
            this.uploadCheckDelay = notNegative(delay, "uploadCheckDelay");
            return this;
        }

        /**
         * Sets how Engage chat v3 is set up; default {@link NexusOptions#DEFAULT}.
         *
         * @param nexus its options
         * @return this builder
         */
        public Builder nexus(NexusOptions nexus) {
            this.nexus = nexus;
            return this;
        }

        /**
         * Sets up the Genesys Cloud guest chat; default {@link GuestChatOptions#DEFAULT}.
         *
         * @param options its options
         * @return this builder
         */
        public Builder guestChat(GuestChatOptions options) {
            this.guestChat = options;
            return this;
        }

        /**
         * Sets how Engage chat v2 is set up; default {@link GmsOptions#DEFAULT}.
         *
         * @param gms its options
         * @return this builder
         */
        public Builder gms(GmsOptions gms) {
            this.gms = gms;
            return this;
        }

        /**
         * Sets up Avaya Multimedia Messaging; default {@link AmmOptions#DEFAULT}.
         *
         * @param options its options
         * @return this builder
         */
        public Builder amm(AmmOptions options) {
            this.amm = options;
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options
         */
        public SandboxOptions build() {
            return new SandboxOptions(new Builder(this));
        }

        private RateLimits rateLimits() {
            return messagesPerSecond == 0
                    ? RateLimits.OFF
                    : new RateLimits(
                            messagesPerSecond,
                            ECHOES_PER_MINUTE,
                            CONFIGURES_PER_MINUTE,
                            HISTORY_PAGES_PER_MINUTE,
                            requestsPerMinute,
                            connectionsPerMinute);
        }

        private static int notNegative(int value, String name) {
            if (value < 0) {
                throw new IllegalArgumentException(name + " must not be negative, but is " + value);
            }
            return value;
        }

        private static Duration notNegative(Duration value, String name) {
            if (value.isNegative()) {
                throw new IllegalArgumentException(name + " must not be negative, but is " + value);
            }
            return value;
        }
    }
}
