// For Android Studio; not run by the build of this project, which is Maven's. Run `mvn install` in the root first.
plugins {
    id("com.android.application") version "8.7.3"
}

android {
    namespace = "dev.confab.sample"
    compileSdk = 35

    defaultConfig {
        applicationId = "dev.confab.sample"
        minSdk = 24
        targetSdk = 34
        versionCode = 1
        versionName = "0.1.0"
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }

    buildTypes {
        release {
            isMinifyEnabled = true
            isShrinkResources = true
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"), "src/main/rules.pro")
            signingConfig = signingConfigs.getByName("debug")
        }
    }

    packaging.resources.excludes += setOf("META-INF/LICENSE*", "META-INF/NOTICE*", "META-INF/*.kotlin_module")
}

dependencies {
    implementation("dev.confab:confab-android:0.1.0-SNAPSHOT@aar") { isTransitive = true }
    implementation("com.google.android.material:material:1.12.0")
    implementation("androidx.appcompat:appcompat:1.7.1")
    implementation("androidx.recyclerview:recyclerview:1.4.0")
    implementation("androidx.constraintlayout:constraintlayout:2.2.2")
    implementation("androidx.exifinterface:exifinterface:1.4.2")
    implementation("androidx.fragment:fragment:1.5.4")
    compileOnly("org.jspecify:jspecify:1.0.1")
}
