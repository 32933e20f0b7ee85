package dev.confab.sandbox.guestchat;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A web chat deployment as an administrator would have set it up (guest chat protocol notes §4.2). Immutable. */
public final class GuestChatDeployment {

    /** The id of the organisation that exists without any configuration. */
    public static final String DEFAULT_ORGANIZATION = "a0000000-0000-4000-8000-000000000001";

    /** The id of the deployment that exists without any configuration. */
    public static final String DEFAULT_ID = "a0000000-0000-4000-8000-000000000001";

    /** The queue of a deployment for which no other was named. */
    public static final String DEFAULT_QUEUE = "Support";

    /** Who may chat. */
    public enum Authentication {
        /** Anybody; a token that a guest brings nevertheless must be good. */
        OPTIONAL,
        /** Only guests with a token. */
        REQUIRED
    }

    private final String id;
    private final Builder settings;

    private GuestChatDeployment(String id, Builder settings) {
        this.id = id;
        this.settings = settings;
    }

    /**
     * Begins a deployment with the default settings: active, for anybody, in the default organisation, with the queue
     * {@link #DEFAULT_QUEUE}.
     *
     * @param id its id, a GUID
     * @return a builder
     * @throws IllegalArgumentException when the id is no GUID
     */
    public static Builder builder(String id) {
        return new Builder(guid(id, "The id of a deployment"));
    }

    static boolean isGuid(String text) {
        try {
            return text.length() == 36 && UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String guid(String text, String what) {
        if (!isGuid(text)) {
            throw new IllegalArgumentException(what + " is a GUID such as " + DEFAULT_ID + ", not \"" + text + "\"");
        }
        return text;
    }

    /**
     * Tells the id.
     *
     * @return the id
     */
    public String id() {
        return id;
    }

    String organization() {
        return settings.organization;
    }

    boolean active() {
        return settings.active;
    }

    Authentication authentication() {
        return settings.authentication;
    }

    @Nullable
    String authenticationKey() {
        return settings.authenticationKey;
    }

    boolean hasQueue(String name) {
        return settings.anyQueue || settings.queues.contains(name);
    }

    boolean admits(@Nullable String origin) {
        return origin == null || settings.origins.isEmpty() || settings.origins.contains(origin);
    }

    /** Collects the settings of a deployment. */
    public static final class Builder {

        private final String id;
        private final Set<String> queues = new LinkedHashSet<>();
        private final Set<String> origins = new LinkedHashSet<>();
        private String organization = DEFAULT_ORGANIZATION;
        private boolean active = true;
        private boolean anyQueue;
        private Authentication authentication = Authentication.OPTIONAL;
        private @Nullable String authenticationKey;

        private Builder(String id) {
            this.id = id;
        }

        private Builder(Builder other) {
            id = other.id;
            queues.addAll(other.queues);
            origins.addAll(other.origins);
            organization = other.organization;
            active = other.active;
            anyQueue = other.anyQueue;
            authentication = other.authentication;
            authenticationKey = other.authenticationKey;
        }

        /**
         * Sets the organisation; default {@link #DEFAULT_ORGANIZATION}.
         *
         * @param organizationId its id, a GUID
         * @return this builder
         */
        public Builder organization(String organizationId) {
            organization = guid(organizationId, "The id of an organisation");
            return this;
        }

        /**
         * Sets whether the deployment takes new chats; default true.
         *
         * @param takesChats false to answer 400 {@code chat.deployment.disabled}
         * @return this builder
         */
        public Builder active(boolean takesChats) {
            active = takesChats;
            return this;
        }

        /**
         * Adds a queue that guests can be routed to. Queues are named, not numbered.
         *
         * @param name its name, not blank
         * @return this builder
         */
        public Builder queue(String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("A queue needs a name");
            }
            queues.add(name);
            return this;
        }

        /**
         * Lets every name be that of a queue.
         *
         * @return this builder
         */
        public Builder anyQueue() {
            anyQueue = true;
            return this;
        }

        /**
         * Sets who may chat; default anybody.
         *
         * @param who who may
         * @return this builder
         */
        public Builder authentication(Authentication who) {
            authentication = who;
            return this;
        }

        /**
         * Sets the key by which the {@code memberAuthToken} of a guest must be signed, with HMAC-SHA-256; without one every
         * well-formed JWT that has not expired is good.
         *
         * @param key the key, not empty
         * @return this builder
         */
        public Builder authenticationKey(String key) {
            if (key.isEmpty()) {
                throw new IllegalArgumentException("A key must not be empty");
            }
            authenticationKey = key;
            return this;
        }

        /**
         * Adds an origin whose pages may begin chats; without any, all may.
         *
         * @param origin for example {@code https://shop.example}
         * @return this builder
         */
        public Builder allowedOrigin(String origin) {
            origins.add(origin);
            return this;
        }

        /**
         * Makes the deployment.
         *
         * @return the deployment
         */
        public GuestChatDeployment build() {
            Builder copy = new Builder(this);
            if (copy.queues.isEmpty()) {
                copy.queues.add(DEFAULT_QUEUE);
            }
            return new GuestChatDeployment(id, copy);
        }
    }
}
