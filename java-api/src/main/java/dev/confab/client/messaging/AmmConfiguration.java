package dev.confab.client.messaging;

import dev.confab.transport.backend.amm.AmmOptions;
import dev.confab.transport.backend.amm.CredentialProvider;
import java.util.Objects;

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
    private final AmmOptions.Builder options;

    private AmmConfiguration(Builder builder) {
        enabled = builder.enabled;
        options = builder.options;
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

    /** Everything that the client wants to know. */
    AmmOptions options(AccountNews news) {
        return options.featuresListener(news).build();
    }

    /** Without the user. */
    @Override
    public String toString() {
        return "AmmConfiguration(enabled=" + enabled + ")";
    }

    /** Builds a configuration; for one thread at a time. */
    public static final class Builder {

        private boolean enabled;
        private final AmmOptions.Builder options = AmmOptions.builder();

        private Builder() {}

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
            options.allowPrevalidation(allow);
            return this;
        }

        /**
         * Says how often the server is asked for news.
         *
         * @param minutes 0, the default: the server tells them itself; only then typing is heard
         * @return this
         */
        public Builder pollIntervalInMinutes(int minutes) {
            options.pollIntervalMinutes(minutes);
            return this;
        }

        /**
         * Says who the user is.
         *
         * @param provider is asked when the server wants to know, and again when it refuses the answer
         * @return this
         */
        public Builder credentialProvider(CredentialProvider provider) {
            options.credentials(Objects.requireNonNull(provider, "provider"));
            return this;
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
            options.server(Objects.requireNonNull(hostName, "hostName"), port, isSecure);
            return this;
        }

        /**
         * Makes the configuration.
         *
         * @return it
         * @throws IllegalArgumentException when it is enabled, and says not where the server is or who the user is
         */
        public AmmConfiguration build() {
            if (enabled) {
                AmmOptions unused = options.build();
            }
            return new AmmConfiguration(this);
        }
    }
}
