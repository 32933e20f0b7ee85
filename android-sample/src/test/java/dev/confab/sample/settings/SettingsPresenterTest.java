package dev.confab.sample.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.sample.service.Backend;
import dev.confab.sample.service.ServiceSettings;
import dev.confab.sample.settings.SettingsView.Field;
import dev.confab.sample.settings.SettingsView.Problem;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The settings screen. */
class SettingsPresenterTest {

    private static final String EMULATOR = "http://10.0.2.2:8088";

    private final FakeScreen screen = new FakeScreen();
    private final SettingsPresenter presenter = new SettingsPresenter(screen, screen, true);

    @Test
    void itBeginsWithTheSandboxOfTheHost() {
        presenter.open();
        assertEquals(Backend.WEB_MESSAGING, screen.shown.backend());
        assertEquals(EMULATOR, screen.shown.address());
        assertEquals(Set.of(Field.ADDRESS, Field.DEPLOYMENT), screen.fields);
    }

    @Test
    void eachBackEndAsksForItsOwn() {
        presenter.open();
        presenter.choose(Backend.GUEST_CHAT);
        assertEquals(Set.of(Field.values()), screen.fields);
        assertEquals("Support", screen.shown.queue());
        presenter.choose(Backend.ENGAGE_V3);
        assertEquals(Set.of(Field.ADDRESS, Field.DEPLOYMENT, Field.ORGANIZATION), screen.fields);
        assertEquals(EMULATOR, screen.shown.address());
        presenter.choose(Backend.WEB_MESSAGING);
        assertEquals(ServiceSettings.initial(true), screen.shown);
    }

    @Test
    void whatIsRightIsSaved() {
        presenter.open();
        screen.type("https://chat.example.com", "b0000000-0000-4000-8000-000000000002");
        presenter.save();
        assertTrue(screen.done);
        assertEquals("https://chat.example.com", screen.saved.address());
    }

    @Test
    void whatIsMissingIsMarked() {
        presenter.open();
        screen.type("", "");
        presenter.save();
        assertFalse(screen.done);
        assertEquals(Map.of(Field.ADDRESS, Problem.MISSING, Field.DEPLOYMENT, Problem.MISSING), screen.problems);
    }

    @Test
    void whatCannotWorkIsMarked() {
        presenter.open();
        screen.type("http://chat.example.com", screen.shown.deployment());
        presenter.save();
        assertEquals(Map.of(Field.ADDRESS, Problem.NOT_ENCRYPTED), screen.problems);
        screen.type("chat server", screen.shown.deployment());
        presenter.save();
        assertEquals(Map.of(Field.ADDRESS, Problem.NO_ADDRESS), screen.problems);
        screen.type(EMULATOR, "no id!");
        presenter.save();
        assertEquals(Map.of(Field.DEPLOYMENT, Problem.NO_DEPLOYMENT_ID), screen.problems);
        assertFalse(screen.done);
    }

    @Test
    void onlyWhatIsRefusedIsMarked() {
        presenter.open();
        presenter.choose(Backend.GUEST_CHAT);
        ServiceSettings good = Backend.GUEST_CHAT.sandbox(EMULATOR);
        screen.shown = new ServiceSettings(Backend.GUEST_CHAT, EMULATOR, good.deployment(), "no id!", good.queue());
        presenter.save();
        assertEquals(Map.of(Field.ORGANIZATION, Problem.NO_DEPLOYMENT_ID), screen.problems);
        screen.shown = new ServiceSettings(Backend.GUEST_CHAT, EMULATOR, "no id!", "no id!", good.queue());
        presenter.save();
        assertEquals(
                Map.of(Field.DEPLOYMENT, Problem.NO_DEPLOYMENT_ID, Field.ORGANIZATION, Problem.NO_DEPLOYMENT_ID),
                screen.problems);
        screen.shown = new ServiceSettings(
                Backend.GUEST_CHAT, "no_region.example", good.deployment(), good.organization(), good.queue());
        presenter.save();
        assertEquals(Map.of(Field.ADDRESS, Problem.NO_ADDRESS), screen.problems);
    }

    @Test
    void theSandboxIsOneTapAway() {
        presenter.open();
        screen.type("https://chat.example.com", "b0000000-0000-4000-8000-000000000002");
        presenter.sandbox();
        assertEquals(ServiceSettings.initial(true), screen.shown);
    }

    private static final class FakeScreen implements SettingsView, SettingsStore {
        private ServiceSettings saved = ServiceSettings.initial(true);
        private ServiceSettings shown = saved;
        private Set<Field> fields = Set.of();
        private final Map<Field, Problem> problems = new EnumMap<>(Field.class);
        private boolean done;

        void type(String address, String deployment) {
            shown = new ServiceSettings(shown.backend(), address, deployment, shown.organization(), shown.queue());
        }

        @Override
        public ServiceSettings load() {
            return saved;
        }

        @Override
        public void save(ServiceSettings settings) {
            saved = settings;
        }

        @Override
        public void show(ServiceSettings settings, Set<Field> asked) {
            shown = settings;
            fields = Set.copyOf(asked);
        }

        @Override
        public void mark(Field field, Problem problem) {
            problems.put(field, problem);
        }

        @Override
        public void unmark() {
            problems.clear();
        }

        @Override
        public ServiceSettings typed(Backend backend) {
            return shown;
        }

        @Override
        public void done() {
            done = true;
        }
    }
}
