package dev.confab.sample.settings;

import dev.confab.sample.service.ServiceSettings;

/** Keeps the settings. */
public interface SettingsStore {

    /** What was saved last, or what the app begins with. */
    ServiceSettings load();

    /** Keeps them. */
    void save(ServiceSettings settings);
}
