package dev.confab.sample.screen;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import android.view.View;
import android.widget.AutoCompleteTextView;
import com.google.android.material.textfield.TextInputLayout;
import dev.confab.sample.R;
import dev.confab.sample.service.Backend;
import dev.confab.sample.service.ServiceSettings;
import java.util.Objects;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.annotation.Config;

/** The settings on a pretended device. */
@RunWith(RobolectricTestRunner.class)
@Config(qualifiers = "w360dp-h720dp-xhdpi", application = TestApp.class)
public class SettingsActivityTest {

    private final SavedSettings saved = new SavedSettings(RuntimeEnvironment.getApplication());
    private ActivityController<SettingsActivity> controller = Robolectric.buildActivity(SettingsActivity.class);

    @Before
    public void open() {
        controller = controller.setup();
    }

    @After
    public void close() {
        controller.pause().stop().destroy();
    }

    @Test
    public void whatIsRightIsSaved() {
        type(R.id.address, "https://chat.example.com");
        click(R.id.save);
        assertEquals("https://chat.example.com", saved.load().address());
        assertTrue(controller.get().isFinishing());
    }

    @Test
    public void whatIsWrongIsSaidAtTheField() {
        type(R.id.address, "http://chat.example.com");
        click(R.id.save);
        assertEquals(
                controller.get().getString(R.string.settings_not_encrypted),
                String.valueOf(field(R.id.address).getError()));
        assertFalse(controller.get().isFinishing());
        type(R.id.address, "mypurecloud.de");
        click(R.id.save);
        assertNull(field(R.id.address).getError());
        assertTrue(controller.get().isFinishing());
    }

    @Test
    public void eachBackEndAsksForItsOwn() {
        assertEquals(View.GONE, field(R.id.queue).getVisibility());
        choose(Backend.GUEST_CHAT);
        assertEquals(View.VISIBLE, field(R.id.queue).getVisibility());
        assertEquals("Support", text(R.id.queue));
        choose(Backend.ENGAGE_V3);
        assertEquals(View.GONE, field(R.id.queue).getVisibility());
        assertEquals("API key", String.valueOf(field(R.id.organization).getHint()));
    }

    @Test
    public void turningTheDeviceKeepsWhatWasTyped() {
        choose(Backend.GUEST_CHAT);
        type(R.id.queue, "Sales");
        controller.recreate();
        assertEquals("Sales", text(R.id.queue));
        click(R.id.sandbox);
        assertEquals(ServiceSettings.initial(SampleApp.isEmulator()).address(), text(R.id.address));
        assertEquals("Support", text(R.id.queue));
    }

    private void choose(Backend backend) {
        AutoCompleteTextView list = controller.get().findViewById(R.id.backend);
        int index = SettingsTexts.names(controller.get()).length;
        do {
            index--;
        } while (SettingsTexts.backend(index) != backend);
        Objects.requireNonNull(list.getOnItemClickListener()).onItemClick(null, list, index, index);
    }

    private TextInputLayout field(int id) {
        return controller.get().findViewById(id);
    }

    private String text(int id) {
        return String.valueOf(Objects.requireNonNull(field(id).getEditText()).getText());
    }

    private void type(int id, String text) {
        Objects.requireNonNull(field(id).getEditText()).setText(text);
    }

    private void click(int id) {
        assertTrue(controller.get().findViewById(id).performClick());
    }
}
