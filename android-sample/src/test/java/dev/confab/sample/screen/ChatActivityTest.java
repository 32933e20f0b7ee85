package dev.confab.sample.screen;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import android.content.Intent;
import android.view.View;
import android.widget.EditText;
import com.google.android.material.chip.Chip;
import dev.confab.sample.R;
import dev.confab.sample.chat.ChatPresenter;
import dev.confab.sample.chat.Phrase;
import dev.confab.sample.chat.Words;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.fault.ConnectionFault;
import dev.confab.sandbox.fault.FaultScope;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.Shadows;
import org.robolectric.annotation.Config;

/** The conversation on a pretended device, against a real service. */
@RunWith(RobolectricTestRunner.class)
@Config(qualifiers = "w360dp-h720dp-xhdpi", application = TestApp.class)
public class ChatActivityTest {

    @Test
    public void itConnectsSendsAndReceives() {
        try (AppTester app = new AppTester(Scenario.CONCIERGE).connected()) {
            assertFalse(app.view(R.id.send).isEnabled());
            app.said("What are your opening hours?");
            assertEquals("", app.text(R.id.text));
            app.awaitWords("We are here every day from 8:00 to 20:00.");
            app.await("the title is the partner", () -> app.text(R.id.partner).equals("Ada"));
        }
    }

    @Test
    public void turningTheDeviceLosesNothing() {
        try (AppTester app = new AppTester(Scenario.SILENT).connected().said("Hello")) {
            app.type("Half a sentence");
            app.controller.recreate();
            app.await("the draft is there", () -> app.text(R.id.text).equals("Half a sentence"));
            app.awaitWords("Hello");
            app.agent().say("Still with you");
            app.awaitWords("Still with you");
            assertEquals(1, app.sandbox.messages().size());
        }
    }

    @Test
    public void whatWasNotSaidYetIsSaidAfterATurn() {
        try (AppTester app = new AppTester(Scenario.SILENT).connected()) {
            ChatPresenter presenter = app.session().presenter();
            presenter.tell(Words.of(Phrase.GAP));
            presenter.tell(Words.of(Phrase.OFFERED_SCREEN)); // waits for the one before
            app.controller.recreate();
            app.await("the second one", () -> {
                app.settle();
                return AppTester.texts(app.root()).contains(app.device.getString(R.string.offered_screen));
            });
        }
    }

    @Test
    public void aMessageThatFailedIsSentAgain() {
        try (AppTester app = new AppTester(Scenario.SILENT).connected().said("Hello")) {
            app.sandbox.faults().add(new ConnectionFault.RefuseConnect(503), FaultScope.always());
            app.sandbox.dropConnections();
            app.await("the banner says so", () -> app.text(R.id.status)
                    .equals(app.device.getString(R.string.status_waiting)));
            app.say("Are you there?");
            app.awaitRow(
                    "it waits",
                    row -> AppTester.texts(row).contains("Are you there?")
                            && AppTester.texts(row).contains("Sending"));
            app.agent().disconnect();
            app.sandbox.faults().clear();
            app.await("the conversation has ended", () -> app.text(R.id.banner_action)
                    .equals("New chat"));
            assertEquals(View.GONE, app.view(R.id.attach).getVisibility());
            assertEquals(View.GONE, app.view(R.id.send).getVisibility());
            assertEquals(
                    app.device.getString(R.string.message_hint_ended),
                    String.valueOf(((EditText) app.view(R.id.text)).getHint()));
            app.click(R.id.banner_action);
            View failed = app.awaitRow("it failed", row -> AppTester.texts(row).contains("Not sent"));
            app.await("a new chat", () -> app.view(R.id.text).isEnabled());
            View again = failed.findViewById(R.id.retry);
            again.performClick();
            app.awaitRow(
                    "it is sent",
                    row -> AppTester.texts(row).contains("Are you there?")
                            && !AppTester.texts(row).contains("Not sent")
                            && !AppTester.texts(row).contains("Sending"));
            assertEquals(2, app.sandbox.messages().size());
        }
    }

    @Test
    public void aQuickReplyIsTouched() {
        try (AppTester app = new AppTester(Scenario.CONCIERGE).connected().said("quick replies")) {
            View row = app.awaitRow("chips", each -> each.findViewById(R.id.choices) != null);
            Chip chip = (Chip) Views.find(
                    row,
                    each -> each instanceof Chip words
                            && words.getText().toString().equals("Yes, please"));
            assertNotNull(chip);
            chip.performClick();
            app.awaitWords("You chose “Yes, please” (CALL_YES).");
        }
    }

    @Test
    public void whatIsReadOutSaysEverything() {
        try (AppTester app = new AppTester(Scenario.SILENT).connected().said("Hello")) {
            app.agent().say("Good morning");
            View row = app.awaitWords("Good morning");
            View words = Views.find(row, each -> each.getContentDescription() != null);
            assertNotNull(words);
            assertTrue(String.valueOf(words.getContentDescription()).startsWith("Agent: Good morning, "));
            Views.visit(app.root(), each -> {
                if (each.isShown() && each.isClickable() && !(each instanceof EditText)) {
                    int least = Math.round(48 * each.getResources().getDisplayMetrics().density);
                    assertTrue(each + " is large enough", each.getHeight() >= least && each.getWidth() >= least);
                }
            });
        }
    }

    @Test
    public void theSettingsOpen() {
        try (AppTester app = new AppTester(Scenario.SILENT).connected()) {
            View settings = Views.find(app.root(), each -> each.getId() == R.id.settings);
            assertNotNull(settings);
            settings.performClick();
            Intent started = Shadows.shadowOf(app.controller.get()).getNextStartedActivity();
            assertEquals(
                    SettingsActivity.class.getName(), started.getComponent().getClassName());
        }
    }
}
