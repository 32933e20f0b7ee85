package dev.confab.sample.screen;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import android.content.DialogInterface;
import android.content.Intent;
import android.os.Looper;
import android.view.View;
import androidx.appcompat.app.AlertDialog;
import dev.confab.android.KeystoreUnavailableException;
import dev.confab.sample.R;
import dev.confab.sample.service.Backend;
import dev.confab.sample.service.ServiceSettings;
import dev.confab.transport.store.StoreException;
import dev.confab.transport.store.StoreLostException;
import java.lang.reflect.Constructor;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
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
import org.robolectric.shadows.ShadowDialog;

/** No conversation can be shown: what the guest is told, and that there is a way out. */
@RunWith(RobolectricTestRunner.class)
@Config(qualifiers = "w360dp-h720dp-xhdpi", application = TestApp.class)
public class TroubleTest {

    private final TestApp device = (TestApp) RuntimeEnvironment.getApplication();
    private final ActivityController<ChatActivity> controller = Robolectric.buildActivity(ChatActivity.class);

    @Before
    public void settings() {
        new SavedSettings(device).save(Backend.WEB_MESSAGING.sandbox("http://127.0.0.1:9")); // nobody listens there
    }

    @After
    public void close() {
        controller.pause().stop().destroy();
    }

    @Test
    public void aStoreThatDoesNotOpenIsTriedAgain() {
        closeStore(new StoreLostException("damaged"));
        controller.setup();
        idle();
        assertMessage(R.string.store_unreadable);
        assertTrue(offersToForget());
        press(DialogInterface.BUTTON_POSITIVE);
        assertMessage(R.string.store_unreadable);
        device.trouble = null;
        press(DialogInterface.BUTTON_POSITIVE);
        assertNull(dialog());
        assertFalse(controller.get().isFinishing());
        assertTrue(controller.get().findViewById(R.id.text).isEnabled());
        var unused = device.sessions().current().thenAccept(session -> session.close());
        idle();
    }

    @Test
    public void aKeystoreThatIsBusyIsNoReasonToThrowAnythingAway() throws ReflectiveOperationException {
        assertPasses(keystoreUnavailable());
    }

    @Test
    public void aStoreThatIsInUseIsNoReasonToThrowAnythingAway() {
        assertPasses(new StoreException("The store is in use."));
    }

    @Test
    public void anotherTroubleTakesThePlaceOfTheOneBefore() {
        closeStore(new StoreException("The store is in use."));
        controller.setup();
        idle();
        assertMessage(R.string.store_busy);
        device.trouble = new StoreLostException("damaged");
        controller.pause().stop().start().resume();
        idle();
        assertMessage(R.string.store_unreadable);
        assertTrue(offersToForget());
        press(DialogInterface.BUTTON_NEGATIVE);
        assertTrue(controller.get().isFinishing());
    }

    @Test
    public void theQuestionIsStillThereAfterATurn() {
        closeStore(new StoreLostException("damaged"));
        controller.setup();
        idle();
        controller.recreate();
        idle();
        assertMessage(R.string.store_unreadable);
        press(DialogInterface.BUTTON_NEGATIVE);
        assertTrue(controller.get().isFinishing());
    }

    @Test
    public void settingsThatCannotWorkAreNoLoop() {
        new SavedSettings(device)
                .save(new ServiceSettings(Backend.WEB_MESSAGING, "https://chat.example.com", "no id!", "", ""));
        controller.setup();
        idle();
        assertMessage(R.string.settings_unusable);
        assertNull(started());
        press(DialogInterface.BUTTON_POSITIVE);
        Intent settings = Objects.requireNonNull(started());
        assertEquals(
                SettingsActivity.class.getName(),
                Objects.requireNonNull(settings.getComponent()).getClassName());
        controller.pause().stop().start().resume(); // back, with nothing changed
        idle();
        assertNull(started());
        assertMessage(R.string.settings_unusable);
        press(DialogInterface.BUTTON_NEGATIVE);
        assertTrue(controller.get().isFinishing());
    }

    private void closeStore(StoreException trouble) {
        device.trouble = trouble;
        device.sessions().beginAnew(CompletableFuture.failedFuture(trouble));
    }

    private void assertPasses(StoreException passing) {
        closeStore(passing);
        controller.setup();
        idle();
        assertMessage(R.string.store_busy);
        assertFalse(offersToForget());
        press(DialogInterface.BUTTON_POSITIVE);
        assertMessage(R.string.store_busy);
        press(DialogInterface.BUTTON_NEGATIVE);
        assertTrue(controller.get().isFinishing());
    }

    /** As the library throws it: nobody else can make one. */
    private static StoreException keystoreUnavailable() throws ReflectiveOperationException {
        Constructor<KeystoreUnavailableException> made =
                KeystoreUnavailableException.class.getDeclaredConstructor(String.class);
        made.setAccessible(true);
        return made.newInstance("The Android Keystore does not answer.");
    }

    private static boolean offersToForget() {
        return Objects.requireNonNull(dialog(), "a dialog")
                        .getButton(DialogInterface.BUTTON_NEUTRAL)
                        .getVisibility()
                == View.VISIBLE;
    }

    private void assertMessage(int words) {
        AlertDialog dialog = Objects.requireNonNull(dialog(), "a dialog");
        android.widget.TextView message = Objects.requireNonNull(dialog.findViewById(android.R.id.message));
        assertEquals(device.getString(words), String.valueOf(message.getText()));
    }

    private static void press(int button) {
        Objects.requireNonNull(dialog(), "a dialog").getButton(button).performClick();
        idle();
    }

    private static @Nullable AlertDialog dialog() {
        return ShadowDialog.getLatestDialog() instanceof AlertDialog dialog && dialog.isShowing() ? dialog : null;
    }

    private @Nullable Intent started() {
        return Shadows.shadowOf(controller.get()).getNextStartedActivity();
    }

    private static void idle() {
        Shadows.shadowOf(Looper.getMainLooper()).idle();
    }
}
