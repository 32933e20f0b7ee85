package dev.confab.client.webchat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who begins a chat, and with which facts. Immutable; made by {@link #builder}. */
public final class StartChatOptions {

    private final Builder values;
    private final Map<String, String> userData;

    private StartChatOptions(Builder builder) {
        this.values = builder.copy();
        this.userData = Collections.unmodifiableMap(new LinkedHashMap<>(builder.userData));
    }

    /**
     * Begins options for a guest who says nothing.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Nullable
    String nickname() {
        return values.nickname;
    }

    @Nullable
    String firstname() {
        return values.firstname;
    }

    @Nullable
    String lastname() {
        return values.lastname;
    }

    @Nullable
    String email() {
        return values.email;
    }

    @Nullable
    String subject() {
        return values.subject;
    }

    Map<String, String> userData() {
        return userData;
    }

    /** Personal data stays out of logs. */
    @Override
    public String toString() {
        return "StartChatOptions(" + userData.size() + " facts)";
    }

    /** Builds options. The names are those of the vendor's chat form. */
    public static final class Builder {

        private @Nullable String nickname;
        private @Nullable String firstname;
        private @Nullable String lastname;
        private @Nullable String email;
        private @Nullable String subject;
        private final Map<String, String> userData = new LinkedHashMap<>();

        private Builder() {}

        private Builder copy() {
            Builder copy = new Builder();
            copy.nickname = nickname;
            copy.firstname = firstname;
            copy.lastname = lastname;
            copy.email = email;
            copy.subject = subject;
            return copy;
        }

        /**
         * Sets the name to show.
         *
         * @param value the name, or null
         * @return this builder
         */
        public Builder nickname(@Nullable String value) {
            nickname = value;
            return this;
        }

        /**
         * Sets the first name.
         *
         * @param value the name, or null
         * @return this builder
         */
        public Builder firstname(@Nullable String value) {
            firstname = value;
            return this;
        }

        /**
         * Sets the last name.
         *
         * @param value the name, or null
         * @return this builder
         */
        public Builder lastname(@Nullable String value) {
            lastname = value;
            return this;
        }

        /**
         * Sets the e-mail address.
         *
         * @param value the address, or null
         * @return this builder
         */
        public Builder email(@Nullable String value) {
            email = value;
            return this;
        }

        /**
         * Sets what the chat is about.
         *
         * @param value the subject, or null
         * @return this builder
         */
        public Builder subject(@Nullable String value) {
            subject = value;
            return this;
        }

        /**
         * Adds facts, which win over those of the options of the service.
         *
         * @param values the facts
         * @return this builder
         */
        public Builder userData(Map<String, String> values) {
            userData.putAll(Objects.requireNonNull(values, "values"));
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options
         */
        public StartChatOptions build() {
            return new StartChatOptions(this);
        }
    }
}
