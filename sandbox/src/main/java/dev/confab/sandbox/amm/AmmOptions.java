package dev.confab.sandbox.amm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How the AMM service is set up. Immutable; the defaults work with no configuration: {@code alice} and {@code bob} log in
 * with {@code alice-secret} and {@code bob-secret}, or the tokens {@code alice-token} and {@code bob-token}; an agent script
 * plays {@code agent@example.com}; {@code carol@example.com} can be invited and says nothing.
 */
public final class AmmOptions {

    /** Which version of the server is played (AMM notes B.3, version negotiation). */
    public enum Flavour {
        /** The newest: conversations are listed, and addresses validated, by POST. */
        V3_2,
        /** The one before: both by GET. */
        V3_0,
        /** Discovery version 3: long poll only, no WebSocket, no logout, no batches. */
        V2_1
    }

    /** The defaults. */
    public static final AmmOptions DEFAULT = builder().build();

    private final Builder settings;

    private AmmOptions(Builder settings) {
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

    record User(String login, String password, String givenName, String surname, boolean licensed) {}

    Flavour flavour() {
        return settings.flavour;
    }

    String domain() {
        return settings.domain;
    }

    Collection<User> users() {
        return List.copyOf(settings.users.values());
    }

    Map<String, String> tokens() {
        return settings.tokens;
    }

    List<Person> contacts() {
        List<Person> all = new ArrayList<>();
        all.add(new Person("agent@" + settings.domain, "Agent", "Script", true));
        all.add(new Person("carol@" + settings.domain, "Carol", "Cole", false));
        all.addAll(settings.contacts);
        return all;
    }

    String addressOf(String login) {
        return login.contains("@") ? login : login + "@" + settings.domain;
    }

    boolean strictRecipients() {
        return settings.strictRecipients;
    }

    boolean richContent() {
        return settings.richContent;
    }

    AmmLimits limits() {
        return settings.limits;
    }

    Duration sessionTimeout() {
        return settings.sessionTimeout;
    }

    Duration autoClose() {
        return settings.autoClose;
    }

    Duration signOfLife() {
        return settings.signOfLife;
    }

    /** Collects options. */
    public static final class Builder {

        private static final Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+");

        private Flavour flavour = Flavour.V3_2;
        private String domain = "example.com";
        private final Map<String, User> users = new LinkedHashMap<>();
        private final Map<String, String> tokens = new LinkedHashMap<>();
        private final List<Person> contacts = new ArrayList<>();
        private boolean strictRecipients;
        private boolean richContent = true;
        private AmmLimits limits = AmmLimits.DEFAULT;
        private Duration sessionTimeout = Duration.ofMinutes(5);
        private Duration autoClose = Duration.ofDays(30);
        private Duration signOfLife = Duration.ofSeconds(30);

        private Builder() {
            user("alice", "alice-secret", "Alice", "Ames").token("alice-token", "alice");
            user("bob", "bob-secret", "Bob", "Byrd").token("bob-token", "bob");
        }

        private Builder(Builder other) {
            flavour = other.flavour;
            domain = other.domain;
            users.putAll(other.users);
            tokens.putAll(other.tokens);
            contacts.addAll(other.contacts);
            strictRecipients = other.strictRecipients;
            richContent = other.richContent;
            limits = other.limits;
            sessionTimeout = other.sessionTimeout;
            autoClose = other.autoClose;
            signOfLife = other.signOfLife;
        }

        /**
         * Sets which version of the server is played; default {@link Flavour#V3_2}.
         *
         * @param version the version
         * @return this builder
         */
        public Builder flavour(Flavour version) {
            flavour = version;
            return this;
        }

        /**
         * Sets the routable domain, in which the addresses of users lie; default {@code example.com}.
         *
         * @param name the domain
         * @return this builder
         */
        public Builder domain(String name) {
            domain = notBlank(name, "domain");
            return this;
        }

        /**
         * Adds a user, in the place of one with the same login.
         *
         * @param login the user name; it is also the address, with the domain after it unless it has one
         * @param password the password
         * @param givenName the first name
         * @param surname the last name
         * @return this builder
         */
        public Builder user(String login, String password, String givenName, String surname) {
            users.put(
                    notBlank(login, "login"),
                    new User(login, notBlank(password, "password"), givenName, surname, true));
            return this;
        }

        /**
         * Adds a user whose password is right and who may not use messaging: every call is refused with 403.
         *
         * @param login the user name
         * @param password the password
         * @return this builder
         */
        public Builder unlicensedUser(String login, String password) {
            users.put(notBlank(login, "login"), new User(login, notBlank(password, "password"), login, "", false));
            return this;
        }

        /**
         * Adds a token that a user can come with, as {@code Bearer}, {@code UPToken} or {@code ESGToken} (AMM notes A.1.3).
         *
         * @param token the token
         * @param login whose it is; a user of these options
         * @return this builder
         */
        public Builder token(String token, String login) {
            if (!users.containsKey(login)) {
                throw new IllegalArgumentException("There is no user " + login + "; add the user before the token");
            }
            tokens.put(notBlank(token, "token"), login);
            return this;
        }

        /**
         * Adds somebody who can be invited and has no client; the control API can let such a person act.
         *
         * @param address {@code handle@domain}
         * @param givenName the first name
         * @param surname the last name
         * @return this builder
         */
        public Builder contact(String address, String givenName, String surname) {
            if (!ADDRESS.matcher(address).matches()) {
                throw new IllegalArgumentException("An address is handle@domain, not " + address);
            }
            contacts.add(new Person(address, givenName, surname, false));
            return this;
        }

        /**
         * Sets whether a message must be addressed to exactly those who are in its conversation; default false, as somebody
         * may come in while a message is on its way. What the real service does is not known (AMM notes B.6.1, B.11).
         *
         * @param strict true to refuse others with 409
         * @return this builder
         */
        public Builder strictRecipients(boolean strict) {
            strictRecipients = strict;
            return this;
        }

        /**
         * Sets whether pictures, sound and video may be sent; default true (AMM notes A.4.3).
         *
         * @param allowed false to take generic files only
         * @return this builder
         */
        public Builder richContent(boolean allowed) {
            richContent = allowed;
            return this;
        }

        /**
         * Sets what is too much; default {@link AmmLimits#DEFAULT}.
         *
         * @param most the limits
         * @return this builder
         */
        public Builder limits(AmmLimits most) {
            limits = most;
            return this;
        }

        /**
         * Sets how long a cookie is good without a call or an open channel; default 300 seconds.
         *
         * @param timeout at least a second
         * @return this builder
         */
        public Builder sessionTimeout(Duration timeout) {
            sessionTimeout = atLeastASecond(timeout, "sessionTimeout");
            return this;
        }

        /**
         * Sets after how much silence a conversation is closed; default 30 days (AMM notes A.5.1).
         *
         * @param silence at least a second
         * @return this builder
         */
        public Builder autoClose(Duration silence) {
            autoClose = atLeastASecond(silence, "autoClose");
            return this;
        }

        /**
         * Sets the time between two {@code Ping} events of an event stream; default 30 seconds, clients wait for 65 (AMM
         * notes B.8.4).
         *
         * @param pause at least a second
         * @return this builder
         */
        public Builder signOfLife(Duration pause) {
            signOfLife = atLeastASecond(pause, "signOfLife");
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options
         */
        public AmmOptions build() {
            return new AmmOptions(new Builder(this));
        }

        private static String notBlank(String value, String name) {
            if (value.isBlank()) {
                throw new IllegalArgumentException(name + " must not be blank");
            }
            return value;
        }

        private static Duration atLeastASecond(Duration value, String name) {
            if (value.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException(name + " must be at least a second, but is " + value);
            }
            return value;
        }
    }
}
