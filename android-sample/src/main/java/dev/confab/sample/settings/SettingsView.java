package dev.confab.sample.settings;

import dev.confab.sample.service.Backend;
import dev.confab.sample.service.ServiceSettings;
import java.util.Set;

/** The settings screen, as its presenter sees it. */
public interface SettingsView {

    /** What can be typed. */
    enum Field {
        ADDRESS,
        DEPLOYMENT,
        ORGANIZATION,
        QUEUE
    }

    /** What is wrong with a field. */
    enum Problem {
        MISSING,
        NO_ADDRESS,
        NOT_ENCRYPTED,
        NO_DEPLOYMENT_ID
    }

    /** Fills the fields, and says which of them this back end asks for. */
    void show(ServiceSettings settings, Set<Field> fields);

    /** Marks a field. */
    void mark(Field field, Problem problem);

    /** Takes the marks away. */
    void unmark();

    /** What the fields say now. */
    ServiceSettings typed(Backend backend);

    /** Saved: the screen can go. */
    void done();
}
