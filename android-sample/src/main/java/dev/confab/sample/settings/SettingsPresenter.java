package dev.confab.sample.settings;

import dev.confab.sample.service.Address;
import dev.confab.sample.service.Backend;
import dev.confab.sample.service.ServiceSettings;
import dev.confab.sample.settings.SettingsView.Field;
import dev.confab.sample.settings.SettingsView.Problem;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What the settings screen does: shows what a back end asks for, and saves nothing that cannot work. */
public final class SettingsPresenter {

    private final SettingsStore store;
    private final SettingsView view;
    private final boolean emulator;
    private Backend backend;

    /** @param emulator whether the sandbox is on the machine around this one */
    public SettingsPresenter(SettingsStore store, SettingsView view, boolean emulator) {
        this.store = store;
        this.view = view;
        this.emulator = emulator;
        this.backend = store.load().backend();
    }

    /** Shows what is set. */
    public void open() {
        show(store.load());
    }

    /** Shows what was typed before the screen was turned. */
    public void reopen(ServiceSettings typed) {
        show(typed);
    }

    /** Another back end was chosen: what was typed for the one before would mean nothing to it, but for the address. */
    public void choose(Backend chosen) {
        if (chosen != backend) {
            String address = view.typed(backend).address();
            ServiceSettings saved = store.load();
            show(saved.backend() == chosen ? saved : chosen.sandbox(address));
        }
    }

    /** Fills in what every sandbox has. */
    public void sandbox() {
        show(backend.sandbox(ServiceSettings.initial(emulator).address()));
    }

    /** The back end that is chosen. */
    public Backend backend() {
        return backend;
    }

    /** Checks and saves. */
    public void save() {
        view.unmark();
        ServiceSettings typed = view.typed(backend);
        if (!isComplete(typed) || !isReachable(typed)) {
            return;
        }
        store.save(typed);
        view.done();
    }

    private void show(ServiceSettings settings) {
        backend = settings.backend();
        view.unmark();
        view.show(settings, fields(backend));
    }

    private static Set<Field> fields(Backend backend) {
        Set<Field> fields = EnumSet.of(Field.ADDRESS, Field.DEPLOYMENT);
        if (backend.hasOrganization()) {
            fields.add(Field.ORGANIZATION);
        }
        if (backend.hasQueue()) {
            fields.add(Field.QUEUE);
        }
        return fields;
    }

    private boolean isComplete(ServiceSettings typed) {
        boolean complete = true;
        for (Field field : fields(backend)) {
            String value =
                    switch (field) {
                        case ADDRESS -> typed.address();
                        case DEPLOYMENT -> typed.deployment();
                        case ORGANIZATION -> typed.organization();
                        case QUEUE -> typed.queue();
                    };
            if (value.isEmpty()) {
                view.mark(field, Problem.MISSING);
                complete = false;
            }
        }
        return complete;
    }

    private boolean isReachable(ServiceSettings typed) {
        Address address;
        try {
            address = Address.parse(typed.address(), backend.hasRegions());
        } catch (IllegalArgumentException refused) {
            boolean clear = typed.address().toLowerCase(Locale.ROOT).startsWith("http://");
            view.mark(Field.ADDRESS, clear ? Problem.NOT_ENCRYPTED : Problem.NO_ADDRESS);
            return false;
        }
        Set<Field> wrong = Check.wrong(typed, address, fields(backend));
        for (Field field : wrong) {
            view.mark(field, field == Field.ADDRESS ? Problem.NO_ADDRESS : Problem.NO_DEPLOYMENT_ID);
        }
        return wrong.isEmpty();
    }
}
