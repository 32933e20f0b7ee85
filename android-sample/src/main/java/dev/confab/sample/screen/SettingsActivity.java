package dev.confab.sample.screen;

import android.content.Context;
import android.content.Intent;
import android.os.Bundle;
import android.view.View;
import android.widget.ArrayAdapter;
import android.widget.AutoCompleteTextView;
import androidx.appcompat.app.AppCompatActivity;
import com.google.android.material.appbar.MaterialToolbar;
import com.google.android.material.textfield.TextInputLayout;
import dev.confab.sample.R;
import dev.confab.sample.service.Backend;
import dev.confab.sample.service.ServiceSettings;
import dev.confab.sample.settings.SettingsPresenter;
import dev.confab.sample.settings.SettingsView;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings: which service the app talks to. */
public final class SettingsActivity extends AppCompatActivity implements SettingsView {

    private static final String[] KEYS = {"backend", "address", "deployment", "organization", "queue"};

    private final Map<Field, TextInputLayout> fields = new EnumMap<>(Field.class);
    private @Nullable SettingsPresenter presenter;

    static Intent intent(Context context) {
        return new Intent(context, SettingsActivity.class);
    }

    @Override
    protected void onCreate(@Nullable Bundle saved) {
        super.onCreate(saved);
        setContentView(R.layout.activity_settings);
        MaterialToolbar toolbar = findViewById(R.id.toolbar);
        toolbar.setNavigationOnClickListener(view -> finish());
        Edges.apply(getWindow(), findViewById(R.id.root), toolbar, findViewById(R.id.scroll));
        fields.put(Field.ADDRESS, findViewById(R.id.address));
        fields.put(Field.DEPLOYMENT, findViewById(R.id.deployment));
        fields.put(Field.ORGANIZATION, findViewById(R.id.organization));
        fields.put(Field.QUEUE, findViewById(R.id.queue));
        SettingsPresenter made = new SettingsPresenter(new SavedSettings(this), this, SampleApp.isEmulator());
        presenter = made;
        findViewById(R.id.sandbox).setOnClickListener(view -> made.sandbox());
        findViewById(R.id.save).setOnClickListener(view -> made.save());
        AutoCompleteTextView backend = findViewById(R.id.backend);
        backend.setOnItemClickListener((list, view, index, id) -> made.choose(SettingsTexts.backend(index)));
        if (saved == null || saved.getString(KEYS[0]) == null) {
            made.open();
        } else {
            made.reopen(new ServiceSettings(
                    Backend.valueOf(saved.getString(KEYS[0], "")),
                    saved.getString(KEYS[1], ""),
                    saved.getString(KEYS[2], ""),
                    saved.getString(KEYS[3], ""),
                    saved.getString(KEYS[4], "")));
        }
    }

    @Override
    protected void onSaveInstanceState(Bundle out) {
        super.onSaveInstanceState(out);
        ServiceSettings now = typed(Objects.requireNonNull(presenter).backend());
        out.putString(KEYS[0], now.backend().name());
        out.putString(KEYS[1], now.address());
        out.putString(KEYS[2], now.deployment());
        out.putString(KEYS[3], now.organization());
        out.putString(KEYS[4], now.queue());
    }

    @Override
    public void show(ServiceSettings settings, Set<Field> asked) {
        Backend backend = settings.backend();
        AutoCompleteTextView choice = findViewById(R.id.backend);
        choice.setAdapter(new ArrayAdapter<>(
                this, com.google.android.material.R.layout.m3_auto_complete_simple_item, SettingsTexts.names(this)));
        choice.setText(SettingsTexts.name(this, backend), false);
        fields.forEach((field, layout) -> {
            layout.setVisibility(asked.contains(field) ? View.VISIBLE : View.GONE);
            layout.setHint(SettingsTexts.hint(this, backend, field));
            layout.setHelperText(SettingsTexts.help(this, backend, field));
        });
        fill(Field.ADDRESS, settings.address());
        fill(Field.DEPLOYMENT, settings.deployment());
        fill(Field.ORGANIZATION, settings.organization());
        fill(Field.QUEUE, settings.queue());
    }

    @Override
    public void mark(Field field, Problem problem) {
        TextInputLayout layout = layout(field);
        layout.setError(SettingsTexts.problem(this, problem));
        layout.requestFocus();
    }

    @Override
    public void unmark() {
        fields.values().forEach(layout -> layout.setError(null));
    }

    @Override
    public ServiceSettings typed(Backend backend) {
        return new ServiceSettings(
                backend, read(Field.ADDRESS), read(Field.DEPLOYMENT), read(Field.ORGANIZATION), read(Field.QUEUE));
    }

    @Override
    public void done() {
        SampleApp.of(this).sessions().restart();
        finish();
    }

    private TextInputLayout layout(Field field) {
        return Objects.requireNonNull(fields.get(field));
    }

    private void fill(Field field, String value) {
        Objects.requireNonNull(layout(field).getEditText()).setText(value);
    }

    private String read(Field field) {
        return Objects.requireNonNull(layout(field).getEditText())
                .getText()
                .toString()
                .trim();
    }
}
