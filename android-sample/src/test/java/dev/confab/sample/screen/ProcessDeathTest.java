package dev.confab.sample.screen;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertTrue;

import android.os.Bundle;
import android.widget.TextView;
import androidx.appcompat.app.AlertDialog;
import dev.confab.sample.R;
import dev.confab.sample.service.ChatSession;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import dev.confab.sandbox.fault.ConnectionFault;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.transport.store.StoredSession;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowDialog;

/** The app with its real store, sealed by the Keystore of the device: what outlives the process, and what does not open. */
@RunWith(RobolectricTestRunner.class)
@Config(qualifiers = "w360dp-h720dp-xhdpi", application = DurableApp.class)
public class ProcessDeathTest {

    private MemoryKeystore keystore = MemoryKeystore.install();

    @Before
    public void begin() {
        keystore = MemoryKeystore.install();
    }

    @After
    public void end() {
        keystore.close();
    }

    @Test
    public void draftAndOutboxOutliveTheProcess() throws Exception {
        try (AppTester app = new AppTester(Scenario.SILENT).connected().said("Hello")) {
            app.sandbox.faults().add(new ConnectionFault.RefuseConnect(503), FaultScope.always());
            app.sandbox.dropConnections();
            app.await("offline", () -> app.text(R.id.status).equals(app.device.getString(R.string.status_waiting)));
            app.say("On its way");
            app.awaitRow("it waits", row -> AppTester.texts(row).contains("Sending"));
            app.type("Half a sen");
            ChatSession before = app.session();
            app.await("stored", () -> isStored(app, before));
            assertNothingInClear(app);

            Bundle saved = new Bundle();
            app.controller.pause().stop().saveInstanceState(saved);
            ((DurableApp) app.device).die(app, before);
            app.sandbox.faults().clear();
            app.controller = Robolectric.buildActivity(ChatActivity.class)
                    .create(saved)
                    .start()
                    .restoreInstanceState(saved)
                    .postCreate(saved)
                    .resume()
                    .visible();

            app.await("the draft is back", () -> app.text(R.id.text).equals("Half a sen"));
            app.await("it is sent", () -> texts(app).equals(List.of("Hello", "On its way")));
            app.awaitWords("On its way");
            app.awaitWords("Hello"); // from the history
            assertNotSame(before, app.session());
        }
    }

    @Test
    public void aKeyThatIsLostIsSaidAndTheGuestBeginsAnew() throws Exception {
        try (AppTester app = new AppTester(Scenario.SILENT).connected().said("Hello")) {
            ChatSession before = app.session();
            app.controller.pause().stop().destroy();
            MemoryKeystore.loseKeys();
            ((DurableApp) app.device).die(app, before);
            app.controller = Robolectric.buildActivity(ChatActivity.class).setup();
            app.await("a question", () -> ShadowDialog.getLatestDialog() != null);
            AlertDialog dialog = (AlertDialog) ShadowDialog.getLatestDialog();
            TextView message = Objects.requireNonNull(dialog.findViewById(android.R.id.message));
            assertEquals(app.device.getString(R.string.store_unreadable), String.valueOf(message.getText()));

            dialog.getButton(AlertDialog.BUTTON_POSITIVE).performClick(); // again does not help here
            app.await("the same question", () -> ShadowDialog.getLatestDialog() != dialog);
            ((AlertDialog) ShadowDialog.getLatestDialog())
                    .getButton(AlertDialog.BUTTON_NEUTRAL)
                    .performClick();
            app.connected().said("Somebody else");
            assertFalse(AppTester.texts(app.view(R.id.messages)).contains("Hello"));
        }
    }

    /** Rows of the store, not what the client knows: nobody is asked to write anything down before the process dies. */
    private static boolean isStored(AppTester app, ChatSession session) {
        StoredSession stored =
                ((DurableApp) app.device).stored(session.settings().sessionName());
        return stored.getDrafts().stream()
                        .anyMatch(row -> row.getDraft().getText().equals("Half a sen"))
                && stored.getOutbox().stream()
                        .anyMatch(row -> row.getDraft().getText().equals("On its way"));
    }

    private static void assertNothingInClear(AppTester app) throws Exception {
        File directory = new File(app.device.getNoBackupFilesDir(), "confab");
        File[] files = Objects.requireNonNull(directory.listFiles());
        assertTrue(files.length > 0);
        for (File file : files) {
            String bytes = new String(Files.readAllBytes(file.toPath()), StandardCharsets.ISO_8859_1);
            assertFalse(file.getName(), bytes.contains("Half a sen") || bytes.contains("On its way"));
        }
    }

    private static List<String> texts(AppTester app) {
        return app.sandbox.messages().stream().map(StoredMessage::text).toList();
    }
}
