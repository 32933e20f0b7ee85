package dev.confab.sandbox.webmessaging;

import java.time.Duration;
import java.util.List;

/**
 * A messenger deployment: what an administrator of the service would have set up (Web Messaging protocol notes §1.10).
 * Everything has a default that works; see the builder.
 */
public final class Deployment {

    /** The deployment that exists unless the options of the sandbox say otherwise. */
    public static final String DEFAULT_ID = "a0000000-0000-4000-8000-000000000001";

    /** What happens to a conversation when the agent ends it. */
    public enum ConversationDisconnect {
        /** The guest is not told. */
        OFF,
        /** The guest is told, and may go on writing in the same conversation. */
        SEND,
        /** The guest is told, and can only read or start a new chat. */
        READ_ONLY
    }

    private final String id;
    private final boolean active;
    private final List<String> allowedDomains;
    private final boolean autoStart;
    private final boolean typing;
    private final boolean conversationClear;
    private final boolean authentication;
    private final boolean sessionUpgrade;
    private final boolean push;
    private final ConversationDisconnect conversationDisconnect;
    private final Duration sessionDuration;
    private final AttachmentRules attachments;

    private Deployment(Builder builder) {
        id = builder.id;
        active = builder.active;
        allowedDomains = builder.allowedDomains;
        autoStart = builder.autoStart;
        typing = builder.typing;
        conversationClear = builder.conversationClear;
        authentication = builder.authentication;
        sessionUpgrade = builder.sessionUpgrade;
        push = builder.push;
        conversationDisconnect = builder.conversationDisconnect;
        sessionDuration = builder.sessionDuration;
        attachments = builder.attachments;
    }

    /**
     * Begins a deployment with default settings.
     *
     * @param id its id, any text that is not blank
     * @return a builder
     */
    public static Builder builder(String id) {
        return new Builder(id);
    }

    /**
     * Tells the id.
     *
     * @return the id
     */
    public String id() {
        return id;
    }

    /**
     * Tells whether it serves guests.
     *
     * @return false when its connections are refused
     */
    public boolean active() {
        return active;
    }

    /**
     * Tells which pages may host the messenger.
     *
     * @return host names, empty when all may
     */
    public List<String> allowedDomains() {
        return allowedDomains;
    }

    /**
     * Tells whether a guest may start the conversation by joining.
     *
     * @return true when Presence Join is accepted
     */
    public boolean autoStart() {
        return autoStart;
    }

    /**
     * Tells whether typing is shown in both directions.
     *
     * @return true when typing events are accepted
     */
    public boolean typing() {
        return typing;
    }

    /**
     * Tells whether a guest may wipe the conversation.
     *
     * @return true when Presence Clear is accepted
     */
    public boolean conversationClear() {
        return conversationClear;
    }

    /**
     * Tells whether users can log in (§2.9).
     *
     * @return true when authenticated sessions are accepted
     */
    public boolean authentication() {
        return authentication;
    }

    /**
     * Tells whether a running guest session may become a user's ({@code auth.allowSessionUpgrade}).
     *
     * @return true when step-up is accepted
     */
    public boolean sessionUpgrade() {
        return sessionUpgrade;
    }

    /**
     * Tells whether devices may register for push notifications.
     *
     * @return true when registrations are accepted
     */
    public boolean push() {
        return push;
    }

    /**
     * Tells what happens when the agent ends the conversation.
     *
     * @return the mode
     */
    public ConversationDisconnect conversationDisconnect() {
        return conversationDisconnect;
    }

    /**
     * Tells how long a session lives after its last message.
     *
     * @return whole seconds
     */
    public Duration sessionDuration() {
        return sessionDuration;
    }

    /**
     * Tells which files guests may send.
     *
     * @return the rules
     */
    public AttachmentRules attachments() {
        return attachments;
    }

    /** Collects the settings of a deployment. */
    public static final class Builder {

        private final String id;
        private boolean active = true;
        private List<String> allowedDomains = List.of();
        private boolean autoStart = true;
        private boolean typing = true;
        private boolean conversationClear = true;
        private boolean authentication = true;
        private boolean sessionUpgrade = true;
        private boolean push = true;
        private ConversationDisconnect conversationDisconnect = ConversationDisconnect.READ_ONLY;
        private Duration sessionDuration = Duration.ofDays(3);
        private AttachmentRules attachments = AttachmentRules.standard();

        private Builder(String id) {
            if (id.isBlank()) {
                throw new IllegalArgumentException("The id of a deployment must not be blank");
            }
            this.id = id;
        }

        /**
         * Sets whether it serves guests; default true.
         *
         * @param active false to refuse connections
         * @return this builder
         */
        public Builder active(boolean active) {
            this.active = active;
            return this;
        }

        /**
         * Sets which pages may host the messenger; default all.
         *
         * @param hosts host names; their sub-domains are allowed too
         * @return this builder
         */
        public Builder allowedDomains(String... hosts) {
            this.allowedDomains = List.of(hosts);
            return this;
        }

        /**
         * Sets whether a guest may start the conversation by joining; default true.
         *
         * @param autoStart false to refuse Presence Join
         * @return this builder
         */
        public Builder autoStart(boolean autoStart) {
            this.autoStart = autoStart;
            return this;
        }

        /**
         * Sets whether typing is shown in both directions; default true.
         *
         * @param typing false to refuse typing events
         * @return this builder
         */
        public Builder typing(boolean typing) {
            this.typing = typing;
            return this;
        }

        /**
         * Sets whether a guest may wipe the conversation; default true.
         *
         * @param conversationClear false to refuse Presence Clear
         * @return this builder
         */
        public Builder conversationClear(boolean conversationClear) {
            this.conversationClear = conversationClear;
            return this;
        }

        /**
         * Sets whether users can log in; default true. Guests are served either way.
         *
         * @param authentication false to refuse all logins
         * @return this builder
         */
        public Builder authentication(boolean authentication) {
            this.authentication = authentication;
            return this;
        }

        /**
         * Sets whether a running guest session may become a user's; default true.
         *
         * @param sessionUpgrade false to refuse step-up
         * @return this builder
         */
        public Builder sessionUpgrade(boolean sessionUpgrade) {
            this.sessionUpgrade = sessionUpgrade;
            return this;
        }

        /**
         * Sets whether devices may register for push notifications (§2.10); default true.
         *
         * @param push false to answer feature.toggle.disabled
         * @return this builder
         */
        public Builder push(boolean push) {
            this.push = push;
            return this;
        }

        /**
         * Sets what happens when the agent ends the conversation; default read-only.
         *
         * @param mode the mode
         * @return this builder
         */
        public Builder conversationDisconnect(ConversationDisconnect mode) {
            this.conversationDisconnect = mode;
            return this;
        }

        /**
         * Sets how long a session lives after its last message; default 72 hours (§10).
         *
         * @param duration at least one second; parts of a second are cut off, as the wire has none
         * @return this builder
         */
        public Builder sessionDuration(Duration duration) {
            if (duration.toSeconds() < 1) {
                throw new IllegalArgumentException("A session lasts at least one second, not " + duration);
            }
            this.sessionDuration = Duration.ofSeconds(duration.toSeconds());
            return this;
        }

        /**
         * Sets which files guests may send; default all but executables, up to 10240 KB (§4.4).
         *
         * @param rules the rules
         * @return this builder
         */
        public Builder attachments(AttachmentRules rules) {
            this.attachments = rules;
            return this;
        }

        /**
         * Makes the deployment.
         *
         * @return the deployment
         */
        public Deployment build() {
            return new Deployment(this);
        }
    }
}
