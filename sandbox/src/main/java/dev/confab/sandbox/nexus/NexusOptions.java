package dev.confab.sandbox.nexus;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the nexus service is set up. Immutable; the defaults work with no configuration: each {@code x-api-key} is a contact
 * center of its own, and has an endpoint of every name.
 */
public final class NexusOptions {

    /** The defaults. */
    public static final NexusOptions DEFAULT = builder().build();

    private final Builder settings;

    private NexusOptions(Builder settings) {
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

    boolean knowsKey(String key) {
        return !key.isBlank() && (settings.apiKeys.isEmpty() || settings.apiKeys.contains(key));
    }

    boolean knowsEndpoint(String name) {
        return !name.isBlank() && (settings.endpoints.isEmpty() || settings.endpoints.contains(name));
    }

    boolean takes(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot > 0
                && settings.fileTypes.contains(fileName.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    int maxFiles() {
        return settings.maxFiles;
    }

    int maxFileBytes() {
        return settings.maxFileBytes;
    }

    /** Collects options. */
    public static final class Builder {

        private Set<String> apiKeys = Set.of();
        private Set<String> endpoints = Set.of();
        private Set<String> fileTypes = new TreeSet<>(List.of("gif", "jpeg", "jpg", "pdf", "png", "txt", "zip"));
        private int maxFiles = 5;
        private int maxFileBytes = 10 * 1024 * 1024;

        private Builder() {}

        private Builder(Builder other) {
            apiKeys = Set.copyOf(other.apiKeys);
            endpoints = Set.copyOf(other.endpoints);
            fileTypes = Set.copyOf(other.fileTypes);
            maxFiles = other.maxFiles;
            maxFileBytes = other.maxFileBytes;
        }

        /**
         * Sets which contact centers there are; default any. Others are refused with {@code INVALID_CONTACT_CENTER}.
         *
         * @param keys the values of {@code x-api-key} that are known; none for any
         * @return this builder
         */
        public Builder apiKeys(String... keys) {
            apiKeys = new TreeSet<>(Arrays.asList(keys));
            return this;
        }

        /**
         * Sets which chat endpoints there are; default any. Others are refused with {@code INVALID_ENDPOINT}.
         *
         * @param names their names; none for any
         * @return this builder
         */
        public Builder endpoints(String... names) {
            endpoints = new TreeSet<>(Arrays.asList(names));
            return this;
        }

        /**
         * Sets which files are taken; default {@code gif jpeg jpg pdf png txt zip}. Others are refused with {@code
         * INVALID_FILE_TYPE}.
         *
         * @param extensions the endings of their names without the dot
         * @return this builder
         */
        public Builder fileTypes(String... extensions) {
            fileTypes = new TreeSet<>(Arrays.stream(extensions)
                    .map(extension -> extension.toLowerCase(Locale.ROOT))
                    .toList());
            return this;
        }

        /**
         * Sets how many files a guest may send in a session; default 5. More are refused with {@code LIMIT_FILE_COUNT}.
         *
         * @param count the limit, not negative
         * @return this builder
         */
        public Builder maxFiles(int count) {
            if (count < 0) {
                throw new IllegalArgumentException("maxFiles must not be negative, but is " + count);
            }
            maxFiles = count;
            return this;
        }

        /**
         * Sets how large a file may be; default 10 MiB. Larger ones are refused with {@code LIMIT_FILE_SIZE}.
         *
         * @param bytes the limit, at least 1
         * @return this builder
         */
        public Builder maxFileBytes(int bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("maxFileBytes must be at least 1, but is " + bytes);
            }
            maxFileBytes = bytes;
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options
         */
        public NexusOptions build() {
            return new NexusOptions(new Builder(this));
        }
    }
}
