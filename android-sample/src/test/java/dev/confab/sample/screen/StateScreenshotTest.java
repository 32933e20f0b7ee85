package dev.confab.sample.screen;

import dev.confab.sample.R;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.fault.ConnectionFault;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.transport.model.SessionState;
import java.time.Duration;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.Shadows;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.annotation.Config;

/** Takes pictures for the documents: what the screen says when the conversation does not go on. */
@RunWith(RobolectricTestRunner.class)
@Config(qualifiers = "en-rUS-w360dp-h720dp-xhdpi", application = TestApp.class)
public class StateScreenshotTest {

    private final TimeZone zone = TimeZone.getDefault();

    @Before
    public void begin() {
        Locale.setDefault(Locale.US);
        TimeZone.setDefault(Scenes.morning());
    }

    @After
    public void end() {
        TimeZone.setDefault(zone);
    }

    @Test
    public void reconnecting() {
        try (AppTester app = new AppTester(Scenario.CONCIERGE).connected().said("Hello")) {
            app.awaitWords("Hello! What can I do for you?");
            app.sandbox.faults().add(new ConnectionFault.RefuseConnect(503), FaultScope.always());
            app.sandbox.dropConnections();
            app.await("offline", () -> app.text(R.id.status).equals("Waiting for the network"));
            app.say("How much is the premium plan?");
            app.awaitRow("it waits", row -> AppTester.texts(row).contains("Sending"));
            app.await(
                    "the next try is some seconds away",
                    () -> app.session().client().state() instanceof SessionState.Reconnecting waiting
                            && waiting.getNextAtMillis() - System.currentTimeMillis() > 4_000
                            && app.text(R.id.banner_text).contains("Next try in "));
            app.picture("reconnecting");
            app.sandbox.faults().clear();
            app.click(R.id.banner_action);
            app.awaitWords("The basic plan is 9 a month");
        }
    }

    @Test
    public void ended() {
        try (AppTester app = new AppTester(Scenario.SILENT).connected().said("Can I change my appointment?")) {
            app.agent().say("Of course. Which day would suit you?");
            app.awaitWords("Which day would suit you?");
            app.sandbox.faults().add(new ConnectionFault.RefuseConnect(503), FaultScope.always());
            app.sandbox.dropConnections();
            app.await("offline", () -> app.text(R.id.status).equals("Waiting for the network"));
            app.say("Friday would be best");
            app.awaitRow("it waits", row -> AppTester.texts(row).contains("Sending"));
            app.agent().disconnect();
            app.sandbox.faults().clear();
            app.await("ended", () -> app.text(R.id.status).equals("Conversation ended"));
            app.settle();
            app.picture("ended");
            app.click(R.id.banner_action);
            app.awaitRow("it failed", row -> AppTester.texts(row).contains("Not sent"));
            app.await("a new chat", () -> app.view(R.id.text).isEnabled());
            app.settle();
            app.picture("failed-message");
        }
    }

    @Test
    public void settings() {
        new SavedSettings(RuntimeEnvironment.getApplication())
                .save(dev.confab.sample.service.ServiceSettings.initial(true));
        try (ActivityController<SettingsActivity> controller =
                Robolectric.buildActivity(SettingsActivity.class).setup()) {
            Shadows.shadowOf(android.os.Looper.getMainLooper()).idleFor(Duration.ofMillis(500));
            Screenshots.take("settings", controller.get().getWindow().getDecorView());
        }
    }
}
