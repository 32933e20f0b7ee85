package dev.confab.client.messaging;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a service tells of its user. Reads volatile fields only. */
interface Account {

    /** Where nobody asks. */
    Account UNKNOWN = new Account() {
        @Override
        public @Nullable String selfAddress() {
            return null;
        }

        @Override
        public List<String> routableDomains() {
            return Collections.emptyList();
        }

        @Override
        public boolean isRichContentAllowed() {
            return true;
        }
    };

    @Nullable
    String selfAddress();

    List<String> routableDomains();

    /** Whether pictures, sound and video may be sent; what the service does not forbid is allowed. */
    boolean isRichContentAllowed();
}
