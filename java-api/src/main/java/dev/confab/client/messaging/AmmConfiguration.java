package dev.confab.client.messaging;

import dev.confab.transport.backend.amm.AmmFlavour;
import dev.confab.transport.backend.amm.AmmOptions;
import dev.confab.transport.backend.amm.CredentialProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Where the messaging server is, and who the user is. Immutable; made by a builder.
 *
 * <pre>{@code
 * AmmConfiguration configuration = AmmConfiguration.builder()
 *     .enabled(true)
 *     .credentialProvider(CredentialProvider.password("username", "password"))
 *     .restConfig("amm.example.com", 8443, true)
 *     .build();
 * }</pre>
 */
public final class AmmConfiguration {

    private final boolean enabled;
    private final List<Consumer<AmmOptions.Builder>> settings;

    private AmmConfiguration(Builder builder) {
        enabled = builder.enabled;
        settings = Collections.unmodifiableList(new ArrayList<>(builder.settings));
    }

    /**
     * Begins a configuration.
     *
     * @return a builder in which nothing is set
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Tells whether the user is to have the messaging service.
     *
     * @return whether it is enabled
     */
    public boolean isEnabled() {
        return enabled;
    }

    /** Everything that the client wants to know. Each call makes options of its own: several users may share a configuration. */
    AmmOptions options() {
        return toBuilder().build();
    }

    private AmmOptions.Builder toBuilder() {
        AmmOptions.Builder options = AmmOptions.builder();
        settings.forEach(setting -> setting.accept(options));
        return options;
    }

    /** Without the user. */
    @Override
    public String toString() {
        return "AmmConfiguration(enabled=" + enabled + ")";
    }

    /**
     * Builds a configuration; for one thread at a time. Every setter refuses what cannot work with an {@link IllegalArgumentException} that names
     * the way out.
     */
    public static final class Builder {

        private boolean enabled;
        private final List<Consumer<AmmOptions.Builder>> settings = new ArrayList<>();

        private Builder() {}

        /** Refuses it here, where it was said. */
        private Builder with(Consumer<AmmOptions.Builder> setting) {
            setting.accept(AmmOptions.builder());
            settings.add(setting);
            return this;
        }

        /**
         * Says whether the user is to have the messaging service.
         *
         * @param enabled default false, as in the vendor's SDK
         * @return this
         */
        public Builder enabled(boolean enabled) {
            this.enabled = enabled;
            return this;
        }

        /**
         * Accepted, and without any effect, as in the vendor's SDK.
         *
         * @param allow whatever
         * @return this
         */
        public Builder allowPrevalidation(boolean allow) {
            return with(options -> options.allowPrevalidation(allow));
        }

        /**
         * Says how often the server is asked for news.
         *
         * @param minutes 0, the default: the server tells them itself; only then typing is heard. 1 to 60: so often. 1000: only on demand, which is
         *     {@link Messaging#refresh}, after what is sent or changed here, and at each connection
         * @return this
         */
        public Builder pollIntervalInMinutes(int minutes) {
            return with(options -> options.pollIntervalMinutes(minutes));
        }

        /**
         * Says who the user is.
         *
         * @param provider is asked when the server wants to know, and again when it refuses the answer
         * @return this
         */
        public Builder credentialProvider(CredentialProvider provider) {
            Objects.requireNonNull(provider, "provider");
            return with(options -> options.credentials(provider));
        }

        /**
         * Says how long the provider may take for an answer.
         *
         * @param millis milliseconds; default ten minutes, as people type slowly
         * @return this
         */
        public Builder credentialTimeout(long millis) {
            return with(options -> options.credentialTimeout(millis));
        }

        /**
         * Says where the server is.
         *
         * @param hostName its host
         * @param port its port; the usual one is 8443
         * @param isSecure false only for a server on this machine, such as the sandbox
         * @return this
         */
        public Builder restConfig(String hostName, int port, boolean isSecure) {
            Objects.requireNonNull(hostName, "hostName");
            return with(options -> options.server(hostName, port, isSecure));
        }

        /**
         * Says at which further hosts the links of the server may be. They get the user's credentials. Without this it is the host of the server
         * only (guarantee SEC-2).
         *
         * @param hosts such as {@code files.example.com}, {@code *.example.com} for all below it, or {@code files.example.com:8443}
         * @return this
         */
        public Builder linkHosts(List<String> hosts) {
            List<String> copy = Collections.unmodifiableList(new ArrayList<>(hosts));
            return with(options -> options.linkHosts(copy));
        }

        /**
         * Says whether those hosts may lead to private networks and to this machine.
         *
         * @param allowed default false
         * @return this
         */
        public Builder privateLinkAddresses(boolean allowed) {
            return with(options -> options.privateLinkAddresses(allowed));
        }

        /**
         * Says how often one request is made when the server asks to come back later.
         *
         * @param count at least 1; default 5, as in the vendor's SDK
         * @return this
         */
        public Builder maxConnectionErrorCount(int count) {
            return with(options -> options.maxConnectionErrorCount(count));
        }

        /**
         * Says which dialect is the newest that is spoken, for servers that promise more than they can.
         *
         * @param flavour default {@link AmmFlavour#V3_2}
         * @return this
         */
        public Builder newestFlavour(AmmFlavour flavour) {
            Objects.requireNonNull(flavour, "flavour");
            return with(options -> options.newestFlavour(flavour));
        }

        /**
         * Says whether addresses whose domain the server does not route are invalid without asking it.
         *
         * @param enabled default true
         * @return this
         */
        public Builder screenAddresses(boolean enabled) {
            return with(options -> options.screenAddresses(enabled));
        }

        /**
         * Says when a silent WebSocket is taken for dead: so long after a ping (guarantee REL-8).
         *
         * @param intervalMillis milliseconds between pings; default 30 000
         * @param graceMillis milliseconds for the answer; default 15 000
         * @return this
         */
        public Builder ping(long intervalMillis, long graceMillis) {
            return with(options -> options.ping(intervalMillis, graceMillis));
        }

        /**
         * Says when an event stream without a sign of life is taken for dead.
         *
         * @param millis milliseconds; default 65 000
         * @return this
         */
        public Builder streamSilence(long millis) {
            return with(options -> options.streamSilence(millis));
        }

        /**
         * Says how long a channel may take for its first frame until the next kind of channel is tried.
         *
         * @param millis milliseconds; default 10 000; a third of the time for an attempt to connect ({@code openTimeoutMillis}) at most
         * @return this
         */
        public Builder helloTimeout(long millis) {
            return with(options -> options.helloTimeout(millis));
        }

        /**
         * Says how long an answer is waited for. A message with files has no such limit, as long as something moves.
         *
         * @param millis milliseconds; default 30 000
         * @return this
         */
        public Builder requestTimeout(long millis) {
            return with(options -> options.requestTimeout(millis));
        }

        /**
         * Says how long marks of read messages are collected for one request.
         *
         * @param millis milliseconds; default 2 000
         * @return this
         */
        public Builder readDebounce(long millis) {
            return with(options -> options.readDebounce(millis));
        }

        /**
         * Makes the configuration. The builder can be used further; that does not change what it made.
         *
         * @return it
         * @throws IllegalArgumentException when it is enabled, and says not where the server is or who the user is
         */
        public AmmConfiguration build() {
            AmmConfiguration configuration = new AmmConfiguration(this);
            if (enabled) {
                AmmOptions unused = configuration.toBuilder().build();
            }
            return configuration;
        }
    }
}
